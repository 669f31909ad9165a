import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import { cx } from './class.ts'
import { frame } from './input.tsx'
import type { SelectProps } from './select.tsx'

/** One of a few fixed values. For many, or for ones that are looked up, take Combobox. */
export function Select<V extends string>({
  items,
  value,
  onChange,
  placeholder,
  bare,
  disabled,
  invalid,
  className,
  ...props
}: SelectProps<V>) {
  return (
    <Base.Root
      items={items}
      value={value}
      onValueChange={(v) => v !== null && onChange(v as V)}
      disabled={disabled}
      modal={false}
    >
      <Base.Trigger
        {...props}
        aria-invalid={invalid || undefined}
        className={cx(frame(bare), 'items-center gap-1.5 text-left', className)}
      >
        <Base.Value
          className="min-w-0 flex-1 truncate data-placeholder:text-ink-3"
          placeholder={placeholder}
        />
        <Base.Icon className="shrink-0 text-ink-3">
          <ChevronsUpDown size={13} />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner alignItemWithTrigger={false} sideOffset={4} className="z-50 outline-none">
          <Base.Popup className="popup max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto p-1">
            <Base.List>
              {items.map((item) => (
                <Base.Item key={item.value} value={item.value} className="popup-item pr-2">
                  {item.icon}
                  <Base.ItemText className="flex-1">{item.label}</Base.ItemText>
                  <Base.ItemIndicator className="text-accent">
                    <Check size={14} />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
