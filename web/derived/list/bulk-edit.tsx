import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api.ts'
import { mayUpdate, type Entity } from '../../catalogue.ts'
import { isEmpty } from '../../kinds/index.ts'
import { titleOf } from '../../kinds/index.ts'
import { Control, Value } from '../../kinds/value.tsx'
import { useCatalogue } from '../../catalogue.ts'
import { keys, valueAt, type Rec } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Banner, Progress } from '../../ui/state.tsx'
import { say } from '../../ui/toast.tsx'
import { undoable } from '../../undo.ts'
import { writable } from '../../writing.ts'
import { inPieces, recordsOf } from './everything.ts'

type State = { at: 'choosing' } | { at: 'working'; done: number } | { at: 'failed'; message: string }

/** One field of many records, given one value. Shows before what it will do; afterwards it can be undone. */
export function BulkEdit({
  entity,
  ids,
  known,
  onClose,
}: {
  entity: Entity
  ids: readonly string[]
  known: readonly Rec[]
  onClose: () => void
}) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [path, setPath] = useState<string | null>(null)
  const [value, setValue] = useState<unknown>(null)
  const [state, setState] = useState<State>({ at: 'choosing' })
  const stopped = useRef(false)
  const fields = Object.entries(entity.fields).flatMap(([key, f]) =>
    mayUpdate(entity, f) && key !== entity.title ? { key, label: f.label } : [],
  )
  const field = path ? entity.fields[path] : undefined
  const refresh = () => client.invalidateQueries({ queryKey: keys.all(entity.plural) })

  const write = (items: readonly Record<string, unknown>[]) =>
    api(entity.plural, { method: 'PATCH', body: items, once: newKey() })
  const run = async () => {
    if (!path) return
    const before: { id: string; value: unknown }[] = []
    setState({ at: 'working', done: 0 })
    const one = async (piece: readonly string[]) => {
      const old = await recordsOf(entity, piece, path)
      await write(piece.map((id) => ({ id, ...writable(entity, { [path]: value }) })))
      before.push(...old.map((r) => ({ id: r.id, value: valueAt(r, path) ?? null })))
    }
    try {
      await inPieces(ids, one, {
        onProgress: (done) => setState({ at: 'working', done }),
        isStopped: () => stopped.current,
      })
      onClose()
    } catch (e) {
      setState({
        at: 'failed',
        message: e instanceof Error && e.message ? e.message : t('ui.unreachableHow'),
      })
    }
    await refresh()
    if (before.length === 0) return
    const back = (piece: readonly (typeof before)[number][]) =>
      write(piece.map((b) => ({ id: b.id, ...writable(entity, { [path]: b.value }) })))
    const undo = undoable(() =>
      inPieces(before, back, { onProgress: () => {}, isStopped: () => false }).then(refresh, () =>
        say(t('list.undoFailed'), { tone: 'danger' }),
      ),
    )
    say(t('list.changed', { count: before.length }), {
      action: { label: t('ui.undo'), run: () => void undo() },
    })
  }
  const isWorking = state.at === 'working'
  return (
    <Dialog
      open
      onClose={() => (isWorking ? (stopped.current = true) : onClose())}
      title={t('list.editMany', { count: ids.length })}
      actions={
        isWorking ? (
          <Button onClick={() => (stopped.current = true)}>{t('list.stop')}</Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('ui.cancel')}</Button>
            <Button look="solid" disabled={!field} onClick={() => void run()}>
              {t('list.changeMany', { count: ids.length })}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-3 pb-1">
        {state.at === 'failed' && <Banner tone="danger">{state.message}</Banner>}
        <Field label={t('list.whichField')}>
          {(slot) => (
            <Combobox
              {...slot}
              autoFocus
              disabled={isWorking}
              items={fields}
              value={fields.find((f) => f.key === path) ?? null}
              itemKey={(f) => f.key}
              itemLabel={(f) => f.label}
              onChange={(f) => (setPath(f?.key ?? null), setValue(null))}
            />
          )}
        </Field>
        {field && path && (
          <Field label={t('list.newValue')} hint={isEmpty(value) ? t('list.emptiesField') : undefined}>
            {(slot) => (
              <Control
                key={path}
                {...slot}
                disabled={isWorking}
                field={{ ...field, required: false }}
                value={value as never}
                onChange={setValue}
              />
            )}
          </Field>
        )}
        {field && path && !isWorking && (
          <Preview entity={entity} ids={ids} known={known} path={path} value={value} />
        )}
        {isWorking && <Progress label={t('list.working')} value={state.done} max={ids.length} />}
      </div>
    </Dialog>
  )
}

function Preview({
  entity,
  ids,
  known,
  path,
  value,
}: {
  entity: Entity
  ids: readonly string[]
  known: readonly Rec[]
  path: string
  value: unknown
}) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const field = entity.fields[path]!
  const chosen = new Set(ids)
  const shown = known.filter((r) => chosen.has(r.id)).slice(0, 4)
  const cell = (v: unknown) =>
    isEmpty(v) ? <span className="text-ink-3">—</span> : <Value inside field={field} value={v} />
  return (
    <div className="rounded-md border border-line">
      <ul>
        {shown.map((r) => (
          <li key={r.id} className="flex min-h-8 items-center gap-2 border-b border-line px-2.5 py-1">
            <span className="min-w-0 flex-1 truncate">{titleOf(catalogue, entity.name, r)}</span>
            <span className="max-w-28 truncate text-ink-3 line-through">
              {path in r ? cell(valueAt(r, path)) : ''}
            </span>
            <span aria-hidden className="text-ink-3">
              →
            </span>
            <span className="max-w-36 truncate font-medium">{cell(value)}</span>
          </li>
        ))}
      </ul>
      <p className="px-2.5 py-1.5 text-sm text-ink-3">
        {ids.length > shown.length
          ? t('list.andMore', { count: ids.length - shown.length })
          : t('list.thatIsAll')}
      </p>
    </div>
  )
}
