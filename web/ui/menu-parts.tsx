import { Menu as Base } from '@base-ui/react/menu'
import { Check, ChevronRight } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { cx } from './class.ts'
import { Kbd } from './kbd.tsx'

const look = 'popup max-h-(--available-height) max-w-(--available-width) min-w-44 overflow-y-auto p-1'

type PopupProps = {
  anchor: RefObject<HTMLElement | null>
  open: boolean
  onOpenChange: (open: boolean) => void
  side: 'bottom' | 'top' | 'right'
  align: 'start' | 'end'
  children: ReactNode
}

export const MenuPopup = ({ anchor, open, onOpenChange, side, align, children }: PopupProps) => (
  <Base.Root modal={false} open={open} onOpenChange={onOpenChange}>
    <Base.Portal>
      <Base.Positioner
        anchor={anchor}
        side={side}
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className="z-50 outline-none"
      >
        <Base.Popup finalFocus={anchor} className={look}>
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)

type ItemProps = {
  icon?: ReactNode
  keys?: string
  danger?: boolean
  disabled?: boolean
  onSelect: () => void
  children: ReactNode
}
const slot = 'flex w-4 shrink-0 justify-center text-ink-3'

export const Item = ({ icon, keys, danger, disabled, onSelect, children }: ItemProps) => (
  <Base.Item disabled={disabled} onClick={onSelect} className={cx('popup-item', danger && 'text-danger')}>
    {icon && <span className={cx(slot, danger && 'text-danger')}>{icon}</span>}
    <span className="min-w-0 flex-1 truncate">{children}</span>
    {keys && <Kbd keys={keys} />}
  </Base.Item>
)

export const Link = ({ icon, href, children }: { icon?: ReactNode; href: string; children: ReactNode }) => (
  <Base.LinkItem href={href} className="popup-item">
    {icon && <span className={slot}>{icon}</span>}
    <span className="min-w-0 flex-1 truncate">{children}</span>
  </Base.LinkItem>
)

export type ChoiceProps<V extends string> = {
  label?: string
  value: V
  onChange: (value: V) => void
  items: readonly { value: V; label: string }[]
}

export function Choice<V extends string>({ label, value, onChange, items }: ChoiceProps<V>) {
  return (
    <Base.RadioGroup value={value} onValueChange={(v) => onChange(v as V)}>
      {label && <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-sm text-ink-3">{label}</Base.GroupLabel>}
      {items.map((item) => (
        <Base.RadioItem key={item.value} value={item.value} closeOnClick className="popup-item">
          <span className={slot}>
            <Base.RadioItemIndicator className="text-accent">
              <Check size={14} />
            </Base.RadioItemIndicator>
          </span>
          <span className="min-w-0 flex-1 truncate">{item.label}</span>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  )
}

export const Sub = ({ icon, label, children }: { icon?: ReactNode; label: string; children: ReactNode }) => (
  <Base.SubmenuRoot>
    <Base.SubmenuTrigger className="popup-item data-popup-open:bg-hover">
      {icon && <span className={slot}>{icon}</span>}
      <span className="flex-1">{label}</span>
      <ChevronRight size={13} className="text-ink-3" />
    </Base.SubmenuTrigger>
    <Base.Portal>
      <Base.Positioner sideOffset={2} alignOffset={-4} collisionPadding={8} className="z-50 outline-none">
        <Base.Popup className={look}>{children}</Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.SubmenuRoot>
)

export const Line = () => <Base.Separator className="mx-1 my-1 h-px bg-line" />
