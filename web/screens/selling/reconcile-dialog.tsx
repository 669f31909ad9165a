import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import type { OwnDialog } from '../../derived/record/dialogs.ts'
import { questionsOf } from '../../derived/record/operation-dialog.tsx'
import { formatMoney } from '../../format.ts'
import { toWrite } from '../../kinds/index.ts'
import { Control } from '../../kinds/value.tsx'
import { keys } from '../../records.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Banner, Skeleton } from '../../ui/state.tsx'
import type { Paper } from '../documents/paper.ts'
import { act, ask } from '../mail/client.ts'

const SendDocument = lazy(() => import('../documents/send-dialog.tsx'))

type Sums = Record<
  'currency' | 'opening' | 'debit' | 'credit' | 'closing' | 'owed' | 'unallocated',
  string
> & {
  rows: unknown[]
}
type Made = { document: string; attachment: string; name: string }
const onPaper = new Set(['language', 'isMirrored'])

/** An act of reconciliation with a client: its figures as they will be, then the paper, to be taken or sent. */
const ReconcileDialog: OwnDialog = ({ entity, record, onClose }) => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const operation = useCatalogue().operations['account.reconcile']!
  const [values, setValues] = useState<Record<string, unknown>>({})
  const [made, setMade] = useState<Made | null>(null)
  const [sending, setSending] = useState(false)
  const [failed, setFailed] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const questions = questionsOf(operation)
  const given = (of: (key: string) => boolean) => ({
    id: record.id,
    ...Object.fromEntries(
      questions.flatMap(([key, field]) =>
        of(key) && values[key] != null && values[key] !== '' ? [[key, toWrite(field, values[key])]] : [],
      ),
    ),
  })
  const asked = given((key) => !onPaper.has(key))
  const figures = useQuery({
    queryKey: [...keys.all('invoices'), 'reconciliation', asked],
    queryFn: () => ask<Sums>('account.reconciliation', asked),
    placeholderData: (before) => before,
    retry: false,
  })
  const error = failed ?? figures.error
  const problem = error instanceof ApiError ? error : null
  const named = questions.some(([key]) => problem?.about(key))
  const make = async () => {
    setBusy(true)
    setFailed(null)
    try {
      setMade(
        await act<Made>(
          'account.reconcile',
          given(() => true),
        ),
      )
      for (const plural of ['documents', 'attachments'])
        await client.invalidateQueries({ queryKey: keys.all(plural) })
    } catch (e) {
      setFailed(e)
    } finally {
      setBusy(false)
    }
  }
  if (made && sending)
    return (
      <Suspense>
        <SendDocument
          entity={entity}
          record={record}
          paper={{ id: made.document, name: made.name } as Paper}
          onClose={onClose}
        />
      </Suspense>
    )
  if (made)
    return (
      <Dialog
        open
        onClose={onClose}
        title={t('selling.reconcile.made')}
        actions={
          <>
            <Button onClick={() => setSending(true)}>{t('selling.send')}</Button>
            <ButtonLink
              look="solid"
              href={`/api/attachments/${made.attachment}/files/file`}
              target="_blank"
              rel="noreferrer"
            >
              {t('selling.open')}
            </ButtonLink>
          </>
        }
      >
        <p className="wrap-anywhere">{made.name}</p>
        <p className="pt-1 text-sm text-ink-3">{t('selling.reconcile.kept')}</p>
      </Dialog>
    )
  return (
    <Dialog
      open
      onClose={onClose}
      title={operation.summary}
      about={String(record['name'])}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button look="solid" busy={busy} disabled={figures.error !== null} onClick={() => void make()}>
            {t('selling.reconcile.make')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 pb-1">
        {error !== null && !named && (
          <Banner tone="danger">
            {problem?.problems[0]?.message ?? problem?.message ?? t('ui.unreachableHow')}
          </Banner>
        )}
        <div className="grid gap-3 sm:grid-cols-2">
          {questions.map(([key, field]) => (
            <Field key={key} label={field.label} hint={field.hint} error={problem?.about(key)}>
              {(slot) => (
                <Control
                  {...slot}
                  field={field}
                  value={values[key] ?? null}
                  onChange={(value) => setValues((all) => ({ ...all, [key]: value }))}
                />
              )}
            </Field>
          ))}
        </div>
        {figures.data ? <Figures of={figures.data} /> : !error && <Skeleton lines={3} />}
      </div>
    </Dialog>
  )
}
export default ReconcileDialog

function Figures({ of }: { of: Sums }) {
  const { t } = useTranslation()
  const row = (key: 'opening' | 'debit' | 'credit' | 'closing') => (
    <>
      <dt className="text-ink-2">{t(`selling.reconcile.${key}`)}</dt>
      <dd className={`figures text-right ${key === 'closing' ? 'font-semibold' : ''}`}>
        {formatMoney({ amount: of[key], currency: of.currency })}
      </dd>
    </>
  )
  return (
    <div className="border-t border-line pt-2">
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1">
        {row('opening')}
        {row('debit')}
        {row('credit')}
        {row('closing')}
      </dl>
      <p className="pt-1.5 text-sm text-ink-3">
        {t('selling.reconcile.documents', { count: of.rows.length })}{' '}
        {Number(of.unallocated) > 0 &&
          t('selling.reconcile.unallocated', {
            owed: formatMoney({ amount: of.owed, currency: of.currency }),
            sum: formatMoney({ amount: of.unallocated, currency: of.currency }),
          })}
      </p>
    </div>
  )
}
