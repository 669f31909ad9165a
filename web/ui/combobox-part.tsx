import type { ComponentProps } from 'react'
import { Combobox as Base } from '@base-ui/react/combobox'
import { Check, ChevronsUpDown, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cx } from './class.ts'
import type { ComboboxProps, Common, MultiSelectProps } from './combobox.tsx'
import { frame } from './input.tsx'

function List<T>({ itemKey, itemLabel, renderItem, footer }: Common<T>) {
  const { t } = useTranslation()
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={4} className="z-50 outline-none">
        <Base.Popup className="popup flex overflow-hidden max-h-[min(20rem,var(--available-height))] w-max max-w-[min(28rem,var(--available-width))] min-w-[max(12rem,var(--anchor-width))] flex-col">
          <Base.Empty>
            <div className="px-3 py-2.5 text-ink-3">{t('ui.noMatches')}</div>
          </Base.Empty>
          <Base.List className="min-h-0 flex-1 scroll-py-1 overflow-y-auto overscroll-contain p-1 data-empty:hidden">
            {(item: T) => (
              <Base.Item key={itemKey(item)} value={item} className="popup-item">
                <span className="min-w-0 flex-1 truncate">
                  {renderItem ? renderItem(item) : itemLabel(item)}
                </span>
                <Base.ItemIndicator className="shrink-0 text-accent">
                  <Check size={14} />
                </Base.ItemIndicator>
              </Base.Item>
            )}
          </Base.List>
          {footer}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  )
}

const searching =
  (onSearch: ((text: string) => void) | undefined) => (text: string, details: { reason: string }) => {
    if (details.reason === 'input-change' || details.reason === 'input-clear') onSearch?.(text)
  }

// Escape closes the list, then what is around; it must not empty what was chosen.
const keepOnEscape: ComponentProps<typeof Base.Input>['onKeyDown'] = (e) => {
  if (e.key === 'Escape' && e.currentTarget.getAttribute('aria-expanded') !== 'true') e.preventBaseUIHandler()
}

// Nothing chosen is compared too.
const same =
  <T,>(keyOf: (item: T) => string) =>
  (a: T | null, b: T | null) =>
    Boolean(a) && Boolean(b) && keyOf(a as T) === keyOf(b as T)

/** One value out of many, found by typing. */
export function Combobox<T>(props: ComboboxProps<T>) {
  const { items, value, onChange, itemKey, itemLabel, onSearch, bare, disabled, invalid, required } = props
  const { t } = useTranslation()
  return (
    <Base.Root
      items={items as T[]}
      value={value}
      onValueChange={(v) => onChange(v as T | null)}
      isItemEqualToValue={same(itemKey)}
      itemToStringLabel={itemLabel}
      filter={onSearch ? null : undefined}
      onInputValueChange={searching(onSearch)}
      defaultOpen={props.defaultOpen}
      onOpenChange={props.onOpenChange}
      disabled={disabled}
      autoHighlight
    >
      <Base.InputGroup className={cx(frame(bare), 'items-center gap-0.5')}>
        <Base.Input
          onKeyDown={keepOnEscape}
          id={props.id}
          aria-label={props['aria-label']}
          aria-describedby={props['aria-describedby']}
          aria-invalid={invalid || undefined}
          placeholder={props.placeholder}
          autoFocus={props.autoFocus}
          className="min-w-0 flex-1 bg-transparent outline-none"
        />
        {value !== null && !required && (
          <Base.Clear
            aria-label={t('ui.clear')}
            className="flex size-6 items-center justify-center text-ink-3 hover:text-ink"
          >
            <X size={13} />
          </Base.Clear>
        )}
        {!bare && (
          <Base.Trigger
            aria-label={t('ui.open')}
            className="-mr-1 flex size-6 items-center justify-center text-ink-3 hover:text-ink"
          >
            <ChevronsUpDown size={13} />
          </Base.Trigger>
        )}
      </Base.InputGroup>
      <List {...props} />
    </Base.Root>
  )
}

/** Several values out of many, kept as chips; Backspace takes the last one away. */
export function MultiSelect<T>(props: MultiSelectProps<T>) {
  const { items, value, onChange, itemKey, itemLabel, onSearch, bare, disabled, invalid } = props
  const { t } = useTranslation()
  return (
    <Base.Root
      multiple
      items={items as T[]}
      value={value as T[]}
      onValueChange={(v) => onChange(v as T[])}
      isItemEqualToValue={same(itemKey)}
      itemToStringLabel={itemLabel}
      filter={onSearch ? null : undefined}
      onInputValueChange={searching(onSearch)}
      defaultOpen={props.defaultOpen}
      onOpenChange={props.onOpenChange}
      disabled={disabled}
      autoHighlight
    >
      <Base.InputGroup className={cx(frame(bare), 'h-auto! min-h-8 items-center py-0.5')}>
        <Base.Chips className="flex min-w-0 flex-1 flex-wrap items-center gap-1">
          {value.map((item) => (
            <Base.Chip
              key={itemKey(item)}
              className="flex h-6 items-center gap-0.5 rounded-sm bg-press pl-1.5 text-sm outline-accent focus-within:bg-accent-soft data-highlighted:bg-accent-soft"
            >
              <span className="max-w-40 truncate">{itemLabel(item)}</span>
              <Base.ChipRemove
                aria-label={t('ui.remove', { name: itemLabel(item) })}
                className="flex size-6 items-center justify-center text-ink-3 hover:text-ink"
              >
                <X size={12} />
              </Base.ChipRemove>
            </Base.Chip>
          ))}
          <Base.Input
            onKeyDown={keepOnEscape}
            id={props.id}
            aria-label={props['aria-label']}
            aria-describedby={props['aria-describedby']}
            aria-invalid={invalid || undefined}
            placeholder={value.length === 0 ? props.placeholder : undefined}
            autoFocus={props.autoFocus}
            className="h-6 min-w-16 flex-1 bg-transparent outline-none"
          />
        </Base.Chips>
      </Base.InputGroup>
      <List {...props} />
    </Base.Root>
  )
}
