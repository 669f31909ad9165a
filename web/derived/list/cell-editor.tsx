import { lazy, Suspense, useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import type { Field } from '../../catalogue.ts'
import { kindOf } from '../../kinds/index.ts'
import { Control } from '../../kinds/value.tsx'
import { stopsAtUnread } from '../../ui/unread.ts'

export type Leave = 'stay' | 'next' | 'previous'

const WideEditor = lazy(() => import('./wide-editor.tsx').then((m) => ({ default: m.WideEditor })))

export type EditorProps = {
  field: Field
  value: unknown
  onSave: (value: unknown, leave: Leave) => void
  onCancel: () => void
}

export function useDraft({ value, onSave, onCancel }: EditorProps, frame: RefObject<HTMLElement | null>) {
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
    save: (leave: Leave) => {
      if (!stopsAtUnread(frame.current)) finish(() => onSave(latest.current, leave))
    },
    cancel: () => finish(onCancel),
  }
}

/** Edits a value in its cell, or in a popover at the cell when it needs more room. */
export function CellEditor(props: EditorProps) {
  if (!kindOf(props.field).wide) return <InCell {...props} />
  return (
    <Suspense>
      <WideEditor {...props} />
    </Suspense>
  )
}

function InCell(props: EditorProps) {
  const frame = useRef<HTMLDivElement>(null)
  const { draft, change, save, cancel } = useDraft(props, frame)
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
