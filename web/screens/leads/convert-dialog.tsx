import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useId, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiError } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { useOperation } from '../../derived/record/operation-dialog.tsx'
import type { PanelProps } from '../../derived/record/panels.ts'
import { formatPercent } from '../../format.ts'
import { keys, type Ref } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Banner, Skeleton } from '../../ui/state.tsx'
import { say } from '../../ui/toast.tsx'

type Likely = { id: string; title: string; probability: number }
type Way = { value: string }
type Person = { name?: { first?: string; last?: string }; emails?: Way[]; phones?: Way[] }
type Drafts = { account: { name: string }; contact: Person | null; deal: { name: string } }
type Candidates = { account: Likely[]; contact: Likely[]; drafts: Drafts }

/** Makes an account, a contact and a deal of a lead at once. Clients who may be the same are offered first. */
export default function ConvertDialog({
  entity,
  record,
  known,
  onClose,
}: PanelProps & { known?: Likely & { entity: string }; onClose: () => void }) {
  const { t } = useTranslation()
  const { operations } = useCatalogue()
  const navigate = useNavigate()
  const form = useId()
  const run = useOperation(entity, record)
  const [chosen, setChosen] = useState<{ account?: string; contact?: string }>(
    known ? { [known.entity]: known.id } : {},
  )
  const [dealName, setDealName] = useState<string | null>(null)
  const [withoutDeal, setWithoutDeal] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const { data, error } = useQuery({
    queryKey: [...keys.one(entity.plural, record.id), 'candidates'],
    queryFn: () => api<Candidates>('operations/lead.candidates', { method: 'POST', body: { id: record.id } }),
  })
  const offered = (kind: 'account' | 'contact'): Likely[] => {
    const found = data?.[kind] ?? []
    return known?.entity === kind && !found.some((one) => one.id === known.id) ? [known, ...found] : found
  }
  const first = (kind: 'account' | 'contact') => chosen[kind] ?? data?.[kind][0]?.id ?? 'new'
  const submit = async (e: FormEvent) => {
    e.preventDefault()
    setBusy(true)
    const pick = (kind: 'account' | 'contact') => (first(kind) === 'new' ? {} : { [kind]: first(kind) })
    try {
      await run('lead.convert', {
        ...pick('account'),
        ...pick('contact'),
        // The choice was made looking at those who are alike.
        isNew: true,
        ...(withoutDeal ? { withoutDeal } : { dealName: dealName ?? data?.drafts.deal.name }),
      })
      const now = await api<Record<string, unknown>>(`${entity.plural}/${record.id}`)
      const deal = now['deal'] as Ref | null
      say(t('leads.converted'))
      onClose()
      if (deal) void navigate({ to: '/$plural/$id', params: { plural: 'deals', id: deal.id } })
    } catch (failure) {
      setProblem(
        failure instanceof ApiError
          ? (failure.problems[0]?.message ?? failure.message)
          : t('ui.unreachableHow'),
      )
      setBusy(false)
    }
  }
  const called = ({ name, emails, phones }: Person) =>
    [name?.last, name?.first].filter(Boolean).join(' ') ||
    ([emails, phones].flatMap((w) => w ?? [])[0]?.value ?? '')
  const choice = (kind: 'account' | 'contact', name: string) => (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="pb-1 text-sm font-medium text-ink-2">{t(`leads.${kind}`)}</legend>
      {[...offered(kind), { id: 'new', title: t('leads.newOne', { name }), probability: null }].map((one) => (
        <label key={one.id} className="flex min-h-7 items-center gap-2">
          <input
            type="radio"
            name={`${form}-${kind}`}
            checked={first(kind) === one.id}
            onChange={() => setChosen((all) => ({ ...all, [kind]: one.id }))}
          />
          <span className="min-w-0 flex-1 truncate">{one.title}</span>
          {one.probability !== null && (
            <span className="figures text-sm text-ink-3">
              {t('leads.known', { percent: formatPercent(Math.round(one.probability * 100)) })}
            </span>
          )}
        </label>
      ))}
    </fieldset>
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title={operations['lead.convert']?.summary ?? t('leads.convert')}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={form} look="solid" busy={busy} disabled={!data}>
            {t('leads.convertDo')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(e) => void submit(e)} className="flex flex-col gap-4 pb-1">
        {(problem ?? error?.message) && <Banner tone="danger">{problem ?? error?.message}</Banner>}
        {!data && !error && <Skeleton lines={4} />}
        {data && (
          <>
            {choice('account', data.drafts.account.name)}
            {data.drafts.contact && choice('contact', called(data.drafts.contact))}
            {!withoutDeal && (
              <Field label={t('leads.deal')}>
                {(slot) => (
                  <Input
                    {...slot}
                    value={dealName ?? data.drafts.deal.name}
                    onChange={(e) => setDealName(e.target.value)}
                  />
                )}
              </Field>
            )}
            <label className="flex items-center gap-2">
              <Checkbox checked={withoutDeal} onCheckedChange={setWithoutDeal} /> {t('leads.withoutDeal')}
            </label>
          </>
        )}
      </form>
    </Dialog>
  )
}
