import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'
import { cx } from './class.ts'

export type PopoverProps = {
  trigger: ReactElement
  /** Its name for screen readers. */
  label: string
  open?: boolean
  onOpenChange?: (open: boolean) => void
  side?: 'bottom' | 'top' | 'left' | 'right'
  align?: 'start' | 'center' | 'end'
  className?: string
  children: ReactNode
}

export const Popover = ({ trigger, label, open, onOpenChange, side = 'bottom', align = 'start', className, children }: PopoverProps) => (
  <Base.Root {...(open === undefined ? {} : { open })} onOpenChange={onOpenChange}>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner side={side} align={align} sideOffset={4} collisionPadding={8} className="z-40 outline-none">
        <Base.Popup
          aria-label={label}
          className={cx('popup max-h-(--available-height) max-w-(--available-width) overflow-y-auto', className)}
        >
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)
export const PopoverClose = Base.Close
