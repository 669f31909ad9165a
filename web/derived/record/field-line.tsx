import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { mayUpdate, type Entity } from '../../catalogue.ts'
import { isEmpty, kindOf } from '../../kinds/index.ts'
import { Control, Value } from '../../kinds/value.tsx'
import { valueAt, type Rec } from '../../records.ts'
import { useSave } from '../../saving.ts'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** One field of a record: shown, and edited in its place. */
export function FieldLine({ entity, record, path }: { entity: Entity; record: Rec; path: string }) {
  const field = entity.fields[path]!
  const value = valueAt(record, path)
  const save = useSave(entity)
  const [draft, setDraft] = useState<{ value: unknown } | null>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const close = (refocus: boolean) => {
    setDraft(null)
    if (refocus) requestAnimationFrame(() => opener.current?.focus())
  }
  const commit = async (next: unknown, refocus = true) => {
    close(refocus)
    if (!same(next, value) && !(await save(record, { [path]: next }))) setDraft({ value: next })
  }
  // Another revision has come: somebody's change, or the answer to a conflict. A draft of the old one is gone with it.
  useEffect(() => setDraft(null), [record.revision])
  return (
    <div className="flex min-h-8 items-start gap-2">
      <dt className="w-32 shrink-0 pt-1.5 text-ink-3 wrap-anywhere">{field.label}</dt>
      <dd className="min-w-0 flex-1">
        {draft ? (
          <Editor entity={entity} path={path} start={draft.value} onCommit={(v, r) => void commit(v, r)} onCancel={() => close(true)} />
        ) : (
          <Shown entity={entity} path={path} value={value} opener={opener} onEdit={() => setDraft({ value: value ?? null })} />
        )}
      </dd>
    </div>
  )
}

type ShownProps = { entity: Entity; path: string; value: unknown; opener: React.Ref<HTMLButtonElement>; onEdit: () => void }

/** The whole line is the button; links in the value stay links. */
function Shown({ entity, path, value, opener, onEdit }: ShownProps) {
  const { t } = useTranslation()
  const field = entity.fields[path]!
  const editable = mayUpdate(entity, field)
  return (
    <div className="relative min-h-8 rounded-md px-2 py-1.5">
      {editable && (
        <button
          ref={opener}
          type="button"
          onClick={onEdit}
          aria-label={t('record.edit', { what: field.label })}
          className="absolute inset-0 rounded-md hover:bg-hover"
        />
      )}
      <div className="pointer-events-none relative wrap-anywhere [&_a]:pointer-events-auto [&_button]:pointer-events-auto">
        {isEmpty(value) ? <span className="text-ink-3" aria-hidden>{editable ? '—' : '·'}</span> : <Value field={field} value={value} />}
      </div>
    </div>
  )
}

type EditorProps = {
  entity: Entity
  path: string
  start: unknown
  onCommit: (value: unknown, refocus: boolean) => void
  onCancel: () => void
}

function Editor({ entity, path, start, onCommit, onCancel }: EditorProps) {
  const { t } = useTranslation()
  const field = entity.fields[path]!
  const { wide } = kindOf(field)
  const [draft, setDraft] = useState(start)
  const frame = useRef<HTMLDivElement>(null)
  const latest = useRef(draft)
  const done = useRef(false)
  const change = (next: unknown) => {
    latest.current = next
    setDraft(next)
  }
  const finish = (refocus: boolean) => {
    if (done.current) return
    done.current = true
    onCommit(latest.current, refocus)
  }
  useOutside(frame, () => finish(false))
  const onKeyDown = (e: KeyboardEvent) => {
    const at = e.target as HTMLElement
    const isChoosing = at.getAttribute('aria-expanded') === 'true'
    if (e.key === 'Escape' && !isChoosing) {
      e.stopPropagation()
      done.current = true
      onCancel()
    } else if (e.key === 'Enter' && !e.defaultPrevented && !isChoosing && (e.ctrlKey || e.metaKey || (at.tagName === 'INPUT' && !wide))) {
      e.preventDefault()
      e.stopPropagation()
      finish(true)
    } else if (e.key === 'Tab' && !wide) finish(false)
  }
  return (
    <div ref={frame} onKeyDown={onKeyDown} className={wide ? 'py-1' : 'flex h-8 items-center rounded-md bg-raised px-2 shadow-[0_0_0_2px_var(--accent)] pointer-coarse:h-11'}>
      <Control field={field} value={draft ?? null} onChange={change} onPicked={() => finish(true)} bare={!wide} autoFocus aria-label={field.label} />
      {wide && (
        <div className="mt-2 flex items-center gap-1.5">
          <Button size="sm" look="solid" onClick={() => finish(true)}>{t('ui.save')}</Button>
          <Button size="sm" look="quiet" onClick={onCancel}>{t('ui.cancel')}</Button>
          <span className="ml-auto pointer-coarse:hidden"><Kbd keys="mod+enter" /></span>
        </div>
      )}
    </div>
  )
}

/** A click elsewhere ends the edit; the lists and calendars that a control opens belong to it. */
function useOutside(frame: React.RefObject<HTMLElement | null>, leave: () => void) {
  const latest = useRef(leave)
  latest.current = leave
  useEffect(() => {
    const outside = (e: PointerEvent) => {
      const target = e.target as Element
      if (!frame.current?.contains(target) && !target.closest('[data-base-ui-portal]')) latest.current()
    }
    document.addEventListener('pointerdown', outside, true)
    return () => document.removeEventListener('pointerdown', outside, true)
  }, [frame])
}
