import { Popover } from '@base-ui/react/popover'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Field } from '../../catalogue.ts'
import { kindOf } from '../../kinds/index.ts'
import { Control } from '../../kinds/value.tsx'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'

export type Leave = 'stay' | 'next' | 'previous'

type Props = {
  field: Field
  value: unknown
  onSave: (value: unknown, leave: Leave) => void
  onCancel: () => void
}

function useDraft({ value, onSave, onCancel }: Props) {
  const [draft, setDraft] = useState<unknown>(value ?? null)
  const latest = useRef(draft)
  const done = useRef(false)
  const change = (next: unknown) => {
    latest.current = next
    setDraft(next)
  }
  const finish = (act: () => void) => {
    if (done.current) return
    done.current = true
    act()
  }
  return {
    draft,
    change,
    save: (leave: Leave) => finish(() => onSave(latest.current, leave)),
    cancel: () => finish(onCancel),
  }
}

/** Edits a value in its cell, or in a popover at the cell when it needs more room. */
export function CellEditor(props: Props) {
  return kindOf(props.field).wide ? <WideEditor {...props} /> : <InCell {...props} />
}

function InCell(props: Props) {
  const frame = useRef<HTMLDivElement>(null)
  const { draft, change, save, cancel } = useDraft(props)
  const saveLatest = useRef(save)
  saveLatest.current = save
  useEffect(() => {
    const outside = (e: PointerEvent) => {
      const target = e.target as Element
      if (!frame.current?.contains(target) && !target.closest('[data-base-ui-portal]'))
        saveLatest.current('stay')
    }
    document.addEventListener('pointerdown', outside, true)
    return () => document.removeEventListener('pointerdown', outside, true)
  }, [])
  const onKeyDownCapture = (e: KeyboardEvent) => {
    if (e.key === 'Escape') {
      e.preventDefault()
      e.stopPropagation()
      cancel()
    } else if (e.key === 'Tab') {
      e.preventDefault()
      save(e.shiftKey ? 'previous' : 'next')
    }
  }
  const onKeyDown = (e: KeyboardEvent) => {
    const isChoosing = (e.target as HTMLElement).getAttribute('aria-expanded') === 'true'
    e.stopPropagation()
    if (e.key === 'Enter' && !isChoosing) {
      e.preventDefault()
      save('stay')
    }
  }
  return (
    <div
      ref={frame}
      onKeyDownCapture={onKeyDownCapture}
      onKeyDown={onKeyDown}
      className="absolute inset-0 z-10 flex items-center bg-raised px-2 shadow-[0_0_0_2px_var(--accent)]"
    >
      <Control
        field={props.field}
        value={draft as never}
        onChange={change}
        onPicked={() => save('stay')}
        bare
        autoFocus
        aria-label={props.field.label}
      />
    </div>
  )
}

function WideEditor(props: Props) {
  const { t } = useTranslation()
  const anchor = useRef<HTMLDivElement>(null)
  const { draft, change, save, cancel } = useDraft(props)
  const onKeyDown = (e: KeyboardEvent) => {
    e.stopPropagation()
    const isChoosing = (e.target as HTMLElement).getAttribute('aria-expanded') === 'true'
    const isSave =
      e.key === 'Enter' &&
      (e.ctrlKey || e.metaKey || ((e.target as HTMLElement).tagName === 'INPUT' && !isChoosing))
    if (!isSave || e.defaultPrevented) return
    e.preventDefault()
    save('stay')
  }
  return (
    <div ref={anchor} className="absolute inset-0 z-10 shadow-[inset_0_0_0_2px_var(--accent)]">
      <Popover.Root
        open
        onOpenChange={(open, details) => !open && (details.reason === 'escape-key' ? cancel() : save('stay'))}
      >
        <Popover.Portal>
          <Popover.Positioner
            anchor={anchor}
            sideOffset={2}
            align="start"
            collisionPadding={8}
            className="z-40 outline-none"
          >
            <Popover.Popup
              aria-label={props.field.label}
              className="popup w-96 max-w-(--available-width) p-3"
              onKeyDown={onKeyDown}
            >
              <div className="mb-1.5 text-sm font-medium text-ink-2">{props.field.label}</div>
              <div className="max-h-80 overflow-y-auto p-0.5">
                <Control
                  field={props.field}
                  value={draft as never}
                  onChange={change}
                  autoFocus
                  aria-label={props.field.label}
                />
              </div>
              <div className="mt-2.5 flex items-center gap-2">
                <Button size="sm" look="solid" onClick={() => save('stay')}>
                  {t('ui.save')}
                </Button>
                <Button size="sm" look="quiet" onClick={cancel}>
                  {t('ui.cancel')}
                </Button>
                <span className="ml-auto">
                  <Kbd keys="mod+enter" />
                </span>
              </div>
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </div>
  )
}
