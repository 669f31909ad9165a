import { Popover as Base } from '@base-ui/react/popover'
import type { ReactNode, RefObject } from 'react'
import { cx } from './class.ts'

export const PopoverPopup = ({
  anchor,
  open,
  onOpenChange,
  label,
  side,
  align,
  className,
  children,
}: {
  anchor: RefObject<HTMLElement | null>
  open: boolean
  onOpenChange: (open: boolean) => void
  label: string
  side: 'bottom' | 'top' | 'left' | 'right'
  align: 'start' | 'center' | 'end'
  className: string | undefined
  children: ReactNode
}) => (
  <Base.Root open={open} onOpenChange={onOpenChange}>
    <Base.Portal>
      <Base.Positioner
        anchor={anchor}
        side={side}
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className="z-40 outline-none"
      >
        <Base.Popup
          aria-label={label}
          finalFocus={anchor}
          className={cx(
            'popup max-h-(--available-height) max-w-(--available-width) overflow-y-auto',
            className,
          )}
        >
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)
