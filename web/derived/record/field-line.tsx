import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { mayUpdate, type Entity } from '../../catalogue.ts'
import { isEmpty, kindOf } from '../../kinds/index.ts'
import { Control, Value } from '../../kinds/value.tsx'
import { keys, valueAt, type Rec } from '../../records.ts'
import { useSave } from '../../saving.ts'
import { useStable } from '../../stable.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { stopsAtUnread } from '../../ui/unread.ts'
import { Hint } from '../form/hint.tsx'

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** One field of a record: shown, and edited in its place. */
export function FieldLine({ entity, record, path }: { entity: Entity; record: Rec; path: string }) {
  const field = entity.fields[path]!
  const value = valueAt(record, path)
  const save = useSave(entity)
  const client = useQueryClient()
  // With the record as it was when the edit began: what others change meanwhile is then noticed, not written over.
  const [draft, setDraft] = useState<{ value: unknown; from: Rec } | null>(null)
  const edit = (value: unknown, from = record) => setDraft({ value: value ?? null, from })
  const opener = useRef<HTMLButtonElement>(null)
  const close = (refocus: boolean) => {
    setDraft(null)
    if (refocus) requestAnimationFrame(() => opener.current?.focus())
  }
  const commit = async (next: unknown, refocus = true) => {
    const from = draft?.from ?? record
    close(refocus)
    if (same(next, valueAt(from, path))) return
    if (await save(from, { [path]: next }))
      void client.invalidateQueries({ queryKey: keys.history(entity.plural, record.id) })
    else edit(next, from)
  }
  return (
    <div className={cx('flex min-h-8 gap-x-2', draft && kindOf(field).wide ? 'flex-col' : 'items-start')}>
      <dt className="w-32 shrink-0 pt-1.5 text-ink-3 wrap-anywhere">{field.label}</dt>
      <dd className="min-w-0 flex-1">
        {draft ? (
          <Editor
            entity={entity}
            id={record.id}
            path={path}
            start={draft.value}
            onCommit={(v, r) => void commit(v, r)}
            onCancel={() => close(true)}
          />
        ) : (
          <Shown
            entity={entity}
            id={record.id}
            path={path}
            value={value}
            opener={opener}
            onEdit={() => edit(value)}
          />
        )}
      </dd>
    </div>
  )
}

type ShownProps = {
  entity: Entity
  id: string
  path: string
  value: unknown
  opener: React.Ref<HTMLButtonElement>
  onEdit: () => void
}

/** The whole line is the button; links in the value stay links, and leave room to press beside them. */
function Shown({ entity, id, path, value, opener, onEdit }: ShownProps) {
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
      <div className="pointer-events-none relative wrap-anywhere has-[a]:pr-6 [&_.truncate]:whitespace-normal [&_a]:pointer-events-auto [&_a]:-my-0.5 [&_a]:inline-block [&_a]:py-0.5 [&_a]:align-top">
        {isEmpty(value) ? (
          <span className="text-ink-3" aria-hidden>
            —
          </span>
        ) : (
          <Value whole field={field} value={value} at={{ plural: entity.plural, id, path }} />
        )}
      </div>
    </div>
  )
}

type EditorProps = {
  entity: Entity
  id: string
  path: string
  start: unknown
  onCommit: (value: unknown, refocus: boolean) => void
  onCancel: () => void
}

function Editor({ entity, id, path, start, onCommit, onCancel }: EditorProps) {
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
    if (done.current || stopsAtUnread(frame.current)) return
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
    } else if (
      e.key === 'Enter' &&
      !e.defaultPrevented &&
      !isChoosing &&
      (e.ctrlKey || e.metaKey || (at.tagName === 'INPUT' && !wide))
    ) {
      e.preventDefault()
      e.stopPropagation()
      finish(true)
    } else if (e.key === 'Tab' && !wide) finish(false)
  }
  return (
    <div
      ref={frame}
      role="presentation"
      onKeyDown={onKeyDown}
      className={
        wide
          ? 'py-1'
          : 'flex h-8 items-center rounded-md bg-raised px-2 shadow-[0_0_0_2px_var(--accent)] pointer-coarse:h-11'
      }
    >
      <Control
        field={field}
        value={draft ?? null}
        onChange={change}
        onPicked={() => finish(true)}
        bare={!wide}
        autoFocus
        aria-label={field.label}
      />
      {wide && (
        <div className="mt-2 flex items-center gap-1.5">
          <Button size="sm" look="solid" onClick={() => finish(true)}>
            {t('ui.save')}
          </Button>
          <Button size="sm" look="quiet" onClick={onCancel}>
            {t('ui.cancel')}
          </Button>
          <span className="ml-auto pointer-coarse:hidden">
            <Kbd keys="mod+enter" />
          </span>
        </div>
      )}
      {identifying.has(field.input) && !same(draft, start) && (
        <div className="mt-2">
          <Hint entity={entity} values={{ id, [path]: draft }} />
        </div>
      )}
    </div>
  )
}
/** By what a record is known, and edited with room for a word about who has it already. */
const identifying = new Set(['email', 'phone', 'personName'])

/** A click elsewhere ends the edit; the lists and calendars that a control opens belong to it. */
function useOutside(frame: React.RefObject<HTMLElement | null>, leave: () => void) {
  const outside = useStable((e: PointerEvent) => {
    const target = e.target as Element
    if (!frame.current?.contains(target) && !target.closest('[data-base-ui-portal]')) leave()
  })
  useEffect(() => {
    document.addEventListener('pointerdown', outside, true)
    return () => document.removeEventListener('pointerdown', outside, true)
  }, [outside])
}
