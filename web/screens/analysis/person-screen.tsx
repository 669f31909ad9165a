import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { today } from '../../days.ts'
import { groupKey, useSummary } from '../../derived/list/summary.ts'
import { ReferenceEdit } from '../../kinds/reference-edit.tsx'
import { useQuery } from '@tanstack/react-query'
import { recordQuery, type Rec } from '../../records.ts'
import { PageBar, PageTitle } from '../../ui/page.tsx'
import { textIn, useAddress } from './ask.ts'
import { presets } from './period.ts'
import { PersonCard } from './person-card.tsx'
import { PeriodPicker } from './period-picker.tsx'

const names = Object.keys(presets)

/** One page for each salesperson. */
export function PersonScreen() {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const [search, set] = useAddress()
  const seller = useSeller(textIn(search, 'user') !== undefined)
  const user = textIn(search, 'user') ?? seller
  const asked = textIn(search, 'period')
  const period = asked && names.includes(asked) ? asked : 'thisMonth'
  const { data } = useQuery({ ...recordQuery('users', user ?? ''), enabled: user !== null })
  const field = entities['deal']!.fields['owner']!
  return (
    <>
      <PageBar>
        <PageTitle>{t('analysis.managerCard')}</PageTitle>
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line">
        <div className="mx-auto flex max-w-6xl flex-col gap-4 px-3 py-4 sm:px-5">
          <div className="flex flex-wrap gap-2">
            <div className="w-full sm:w-72">
              <ReferenceEdit
                aria-label={t('analysis.person')}
                field={{ ...field, required: true }}
                value={user && data ? { id: user, title: String(data['name']) } : null}
                onChange={(one) => one && set({ user: one.id })}
              />
            </div>
            <Period name={period} onChange={(name) => set({ period: name })} />
          </div>
          {user && <PersonCard user={user} period={period} />}
        </div>
      </div>
    </>
  )
}

/** Whose card is first: one's own; who has no open deals, a head, begins with whoever of his people has most. */
function useSeller(isChosen: boolean): string | null {
  const { user: me, entities } = useCatalogue()
  const { data, isPending } = useSummary(entities['deal']!, {
    group: isChosen ? undefined : 'owner',
    filter: ['status', 'is', 'open'],
  })
  if (isPending) return null
  const owners = (data ?? []).filter((g) => g.value !== null)
  const most = owners.toSorted((a, b) => b.count - a.count)[0]
  return owners.some((g) => groupKey(g.value) === me.id) || !most ? me.id : groupKey(most.value)
}

const Period = ({ name, onChange }: { name: string; onChange: (name: string) => void }) => (
  <PeriodPicker
    value={{ ...presets[name]!(today()), name }}
    names={names}
    isOwn={false}
    onChange={({ period }) => period && onChange(period)}
  />
)

/** The same on the user's own record page. */
export default function PersonPanel({ record }: { record: Rec }) {
  const { entities } = useCatalogue()
  if (!entities['deal'] || !entities['exchangeRate'] || record['account']) return null
  return (
    <div className="px-4 py-3">
      <PersonCard user={record.id} period="thisMonth" />
    </div>
  )
}
