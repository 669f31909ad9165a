import { useQueryClient } from '@tanstack/react-query'
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiError, newKey } from '../../api.ts'
import type { Entity, Field as FieldSpec, Operation } from '../../catalogue.ts'
import { toWrite } from '../../kinds/index.ts'
import { Control } from '../../kinds/value.tsx'
import { keys, type Rec } from '../../records.ts'
import { SignInBeside } from '../../shell/sign-in-beside.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Banner } from '../../ui/state.tsx'
import { say } from '../../ui/toast.tsx'
import { stopsAtUnread } from '../../ui/unread.ts'

type Values = Record<string, unknown>

/** What an operation asks for beside the record it acts on. */
export const questionsOf = (operation: Operation) =>
  Object.entries(operation.input).filter(([key]) => key !== 'id') as [string, FieldSpec][]

/** Runs an operation on a record; whatever it changed is fetched anew. */
export function useOperation(entity: Entity, record: Rec) {
  const client = useQueryClient()
  return async (name: string, input: Values) => {
    const body = { id: record.id, ...input }
    const result = await api<Values>(`operations/${name}`, { method: 'POST', body, once: newKey() })
    await client.invalidateQueries({ queryKey: keys.all(entity.plural) })
    return result
  }
}

/** Asks what an operation needs, then runs it. A refusal says here what to do first. */
export function OperationDialog({
  entity,
  record,
  name,
  operation,
  answers,
  onDone,
  onClose,
  children,
}: {
  entity: Entity
  record: Rec
  name: string
  operation: Operation
  /** What `children` ask instead of the dialog. */
  answers?: Values
  onDone?: (result: Values) => void
  onClose: () => void
  children?: ReactNode
}) {
  const { t } = useTranslation()
  const form = useId()
  const run = useOperation(entity, record)
  const [values, setValues] = useState<Values>({})
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const questions = questionsOf(operation).filter(([key]) => !answers || !(key in answers))
  const submit = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault()
    if (stopsAtUnread(e.currentTarget)) return
    setBusy(true)
    setError(null)
    const input = Object.fromEntries(
      questions
        .filter(([key]) => values[key] != null)
        .map(([key, field]) => [key, toWrite(field, values[key])]),
    )
    await run(name, { ...input, ...answers }).then(
      (result) => (onDone ? onDone(result) : say(t('record.done', { what: operation.summary })), onClose()),
      (failure: unknown) => (setError(failure), setBusy(false)),
    )
  }
  const problem = error instanceof ApiError ? error : null
  const named = questions.some(([key]) => problem?.about(key))
  return (
    <Dialog
      open
      onClose={onClose}
      title={operation.summary}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={form} look="solid" busy={busy}>
            {t('record.run')}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={(e) => void submit(e)} className="flex flex-col gap-3 pb-1">
        {error !== null && !named && (
          <Banner tone="danger" actions={<SignInBeside error={error} />}>
            {(problem?.problems.map((p) => p.message).join(' ') || problem?.message) ??
              t('ui.unreachableHow')}
          </Banner>
        )}
        {children}
        {questions.map(([key, field], i) => (
          <Field
            key={key}
            label={field.label}
            hint={field.hint}
            required={field.required}
            error={problem?.about(key)}
          >
            {(slot) => (
              <Control
                {...slot}
                field={field}
                autoFocus={i === 0 && !children}
                value={values[key] ?? null}
                onChange={(value) => setValues((all) => ({ ...all, [key]: value }))}
              />
            )}
          </Field>
        ))}
      </form>
    </Dialog>
  )
}
