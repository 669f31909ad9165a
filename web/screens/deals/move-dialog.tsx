import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiError, newKey, type Problem } from '../../api.ts'
import type { Entity } from '../../catalogue.ts'
import { Control } from '../../kinds/value.tsx'
import { keys, recordQuery, type Rec, type Ref } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Banner } from '../../ui/state.tsx'
import { say } from '../../ui/toast.tsx'
import { stopsAtUnread } from '../../ui/unread.ts'
import { undoable } from '../../undo.ts'
import { writable } from '../../writing.ts'

type Values = Record<string, unknown>
const loss = ['lossReason', 'lostTo', 'priceGap', 'lossComment'] as const
const needs: Record<string, string> = {
  lostTo: 'needsCompetitor',
  priceGap: 'needsPriceGap',
  lossComment: 'needsComment',
}

export type MoveProps = { entity: Entity; record: Rec; to: Ref; onClose: () => void }

/** Moves a deal to a stage. Nothing is seen of it where the deal may come there as it is; else it asks for what the stage
 * needs, and for the reason of a refusal. */
export default function MoveDialog({ entity, record, to, onClose }: MoveProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const form = useId()
  const { data: stage } = useQuery(recordQuery('stages', to.id))
  const { data: whole = record } = useQuery(recordQuery(entity.plural, record.id))
  const [values, setValues] = useState<Values>({})
  const [ticked, setTicked] = useState<readonly string[]>([])
  const [problems, setProblems] = useState<readonly Problem[] | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const tried = useRef(false)
  const isLoss = stage?.['outcome'] === 'lost'

  const refresh = () => client.invalidateQueries({ queryKey: keys.all(entity.plural) })
  const patch = (body: object) =>
    api<Rec>(`${entity.plural}/${record.id}`, { method: 'PATCH', body, once: newKey() })
  const send = async () => {
    setBusy(true)
    setFailure(null)
    const was = whole['stage'] as Ref | null
    try {
      for (const item of ticked)
        await api('operations/deal.check', { method: 'POST', body: { id: record.id, item, isDone: true } })
      await patch({ stage: to.id, ...writable(entity, values) })
      undoable(() => patch({ stage: was?.id }).then(refresh))
      if (problems || isLoss) say(t('deals.moved', { stage: to.title }))
      onClose()
    } catch (error) {
      if (error instanceof ApiError && error.problems.length) setProblems(error.problems)
      else {
        setProblems([])
        setFailure(error instanceof ApiError ? error.message : t('ui.unreachableHow'))
      }
    } finally {
      setBusy(false)
      void refresh()
    }
  }
  const first = useRef(send)
  useEffect(() => {
    if (!stage || tried.current) return
    tried.current = true
    if (stage['outcome'] === 'lost') setProblems([])
    else void first.current()
  }, [stage])

  if (!stage || problems === null) return null
  const keyOf = (p: Problem) => p.path.replace(/^items\.\d+\./, '')
  const reason = (values['lossReason'] ?? whole['lossReason'] ?? null) as Rec | null
  const asked = [
    ...new Set([...(isLoss ? loss : []), ...problems.map(keyOf)].filter((key) => key !== 'stage')),
  ].filter((key) => entity.fields[key])
  const checked = (whole['checked'] ?? []) as string[]
  const list = problems.some((p) => p.code === 'checklist')
    ? ((stage['checklist'] ?? []) as string[]).filter((item) => !checked.includes(item))
    : []
  const loose = problems.filter((p) => !entity.fields[keyOf(p)] && p.code !== 'checklist')
  const submit = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault()
    if (!stopsAtUnread(e.currentTarget)) void send()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={isLoss ? t('deals.lose') : t('deals.moveTo', { stage: to.title })}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={form} look="solid" busy={busy}>
            {isLoss ? t('deals.loseDo') : t('deals.move')}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={submit} className="flex flex-col gap-3 pb-1">
        {!isLoss && !failure && <p className="text-ink-2">{t('deals.stageNeeds', { stage: to.title })}</p>}
        {failure && <Banner tone="danger">{failure}</Banner>}
        {loose.map((p) => (
          <Banner key={p.path} tone="danger">
            {p.message}
          </Banner>
        ))}
        {asked.map((key, i) => (
          <LossField
            key={key}
            name={key}
            entity={entity}
            reason={reason}
            value={key in values ? values[key] : whole[key]}
            error={problems.find((p) => keyOf(p) === key && (isLoss || key in values))?.message}
            autoFocus={i === 0}
            onChange={(value) => setValues((all) => ({ ...all, [key]: value }))}
          />
        ))}
        {list.length > 0 && (
          <fieldset className="flex flex-col gap-2">
            <legend className="pb-1 text-sm font-medium text-ink-2">{t('deals.checklist')}</legend>
            {list.map((item) => (
              <label key={item} className="flex items-center gap-2">
                <Checkbox
                  checked={ticked.includes(item)}
                  onCheckedChange={(on) =>
                    setTicked((all) => (on ? [...all, item] : all.filter((x) => x !== item)))
                  }
                />
                {item}
              </label>
            ))}
          </fieldset>
        )}
      </form>
    </Dialog>
  )
}

function LossField(p: {
  name: string
  entity: Entity
  reason: Rec | null
  value: unknown
  error: string | undefined
  autoFocus: boolean
  onChange: (value: unknown) => void
}) {
  const { data: reason } = useQuery({
    ...recordQuery('lossReasons', p.reason?.id ?? ''),
    enabled: p.reason !== null,
  })
  const field = p.entity.fields[p.name]!
  const flag = needs[p.name]
  const required = p.name === 'lossReason' || (flag !== undefined && Boolean(reason?.[flag]))
  return (
    <Field label={field.label} hint={field.hint} required={required} error={p.error}>
      {(slot) => (
        <Control
          {...slot}
          field={field}
          autoFocus={p.autoFocus}
          value={p.value ?? null}
          onChange={p.onChange}
        />
      )}
    </Field>
  )
}
