import { useQueryClient } from '@tanstack/react-query'
import { useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api.ts'
import { mayUpdate, type Entity } from '../../catalogue.ts'
import { isEmpty } from '../../kinds/index.ts'
import { Control, Value } from '../../kinds/value.tsx'
import { valueAt, type Rec } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { say } from '../../ui/toast.tsx'
import { updateRecord } from '../../writing.ts'

/** One field of a record: shown, and edited in its place. */
export function FieldLine({ entity, record, path }: { entity: Entity; record: Rec; path: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const field = entity.fields[path]!
  const value = valueAt(record, path)
  const [draft, setDraft] = useState<{ value: unknown } | null>(null)
  const [error, setError] = useState<string | null>(null)
  const editable = mayUpdate(entity, field)
  const close = () => (setDraft(null), setError(null))
  const save = async (next: unknown) => {
    close()
    await updateRecord(client, entity, record, { [path]: next }).then(
      () => {},
      (e: unknown) => {
        setDraft({ value: next })
        setError(e instanceof ApiError ? (e.about(path) ?? e.message) : t('ui.unreachableHow'))
        if (e instanceof ApiError && e.status === 412) say(t('record.changedMeanwhile'), { tone: 'danger' })
      },
    )
  }
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Escape') close()
    if (e.key === 'Enter' && draft && (e.ctrlKey || e.metaKey || (e.target as HTMLElement).tagName === 'INPUT')) {
      e.preventDefault()
      void save(draft.value)
    }
  }
  return (
    <div className="flex min-h-8 items-start gap-3">
      <dt className="w-32 shrink-0 truncate pt-1.5 text-ink-3" title={field.label}>{field.label}</dt>
      <dd className="min-w-0 flex-1">
        {draft ? (
          <div onKeyDown={onKeyDown} className="flex flex-col gap-1.5 py-0.5">
            <Control field={field} value={draft.value} autoFocus aria-label={field.label} invalid={error !== null} onChange={(v) => setDraft({ value: v })} />
            {error && <p role="alert" className="text-sm text-danger">{error}</p>}
            <div className="flex gap-1.5">
              <Button size="sm" look="solid" onClick={() => void save(draft.value)}>{t('ui.save')}</Button>
              <Button size="sm" look="quiet" onClick={close}>{t('ui.cancel')}</Button>
            </div>
          </div>
        ) : (
          <div className="group flex min-h-8 items-center gap-1 rounded-md hover:bg-hover">
            <div className="min-w-0 flex-1 px-1.5 py-1.5 wrap-anywhere">
              <Value field={field} value={value} />
              {isEmpty(value) && <span aria-hidden className="text-ink-3">—</span>}
            </div>
            {editable && (
              <Button size="sm" look="quiet" className="opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100" aria-label={t('record.edit', { what: field.label })} onClick={() => setDraft({ value: value ?? null })}>
                {t('ui.edit')}
              </Button>
            )}
          </div>
        )}
      </dd>
    </div>
  )
}

/** All fields of a record, section by section. */
export function RecordFields({ entity, record }: { entity: Entity; record: Rec }) {
  const placed = new Set(entity.form.flatMap((s) => s.fields))
  const rest = Object.keys(entity.fields).filter((key) => !placed.has(key) && entity.fields[key]!.read && valueAt(record, key) !== undefined)
  return [...entity.form, { section: '', fields: rest }].map(({ section, fields }) => {
    const seen = fields.filter((key) => entity.fields[key]?.read)
    if (seen.length === 0) return null
    return (
      <section key={section} className="border-t border-line py-3 first:border-0">
        {section && <h3 className="mb-1 text-sm font-medium text-ink-3">{section}</h3>}
        <dl>{seen.map((key) => <FieldLine key={key} entity={entity} record={record} path={key} />)}</dl>
      </section>
    )
  })
}
