import { Suspense, type ReactElement, type ReactNode } from 'react'
import { useAnchored } from './anchored.ts'

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

const load = () => import('./popover-part.tsx')

/** A small panel at a button. */
export function Popover({
  trigger,
  label,
  open,
  onOpenChange,
  side = 'bottom',
  align = 'start',
  className,
  children,
}: PopoverProps) {
  const popover = useAnchored(
    'dialog',
    load,
    open === undefined ? undefined : { open, onOpenChange: onOpenChange ?? (() => {}) },
  )
  const Popup = popover.part?.PopoverPopup
  const change = (now: boolean) => {
    popover.setOpen(now)
    if (open === undefined) onOpenChange?.(now)
  }
  return (
    <>
      {popover.trigger(trigger)}
      {Popup && (
        <Popup
          anchor={popover.anchor}
          open={popover.open}
          onOpenChange={change}
          label={label}
          side={side}
          align={align}
          className={className}
        >
          <Suspense>{children}</Suspense>
        </Popup>
      )}
    </>
  )
}
