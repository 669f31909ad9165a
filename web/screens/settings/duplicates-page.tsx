import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { Switch } from '../../ui/checkbox.tsx'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/state.tsx'
import { say } from '../../ui/toast.tsx'
import { act, run } from '../duplicates/client.ts'
import { percentOf } from '../duplicates/words.ts'
import { Card, SettingsPage } from './part.tsx'
import { useSorry } from './use-all.ts'

type Rule = { entity: string; enabled: boolean; threshold: number }

const rulesQuery = {
  queryKey: ['duplicates', 'rules'],
  queryFn: async () => (await run<{ items: Rule[] }>('duplicate.rules', {})).items,
}
const thresholds = [0.95, 0.99, 0.999, 0.9999, 0.99999]

/** What the company lets be merged without anybody. */
export function DuplicatesPage() {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const { data, error, refetch } = useQuery(rulesQuery)
  if (error) return <FailedToLoad error={error} retry={() => void refetch()} />
  return (
    <SettingsPage title={t('settings.pages.duplicates')} about={t('duplicates.rule.about')}>
      {data ? (
        data.map((rule) => <OneRule key={rule.entity} rule={rule} entity={entities[rule.entity]!} />)
      ) : (
        <Skeleton lines={5} />
      )}
    </SettingsPage>
  )
}

function OneRule({ rule, entity }: { rule: Rule; entity: Entity }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sorry = useSorry()
  const set = (change: Partial<Rule>) =>
    act('duplicate.set_rule', { ...rule, ...change }).then(async () => {
      await client.invalidateQueries({ queryKey: rulesQuery.queryKey })
      void say(t('settings.saved'))
    }, sorry)
  return (
    <Card title={entity.labelPlural}>
      <div className="grid max-w-md gap-4 pt-1 pb-1">
        <label className="flex items-center gap-2.5">
          <Switch checked={rule.enabled} onCheckedChange={(enabled) => void set({ enabled })} />
          {t('duplicates.rule.on', { what: entity.labelPlural.toLowerCase() })}
        </label>
        <Field label={t('duplicates.rule.from')} hint={t('duplicates.rule.hint')}>
          {(slot) => (
            <Select
              {...slot}
              value={String(rule.threshold)}
              onChange={(value) => void set({ threshold: Number(value) })}
              items={[...new Set([...thresholds, rule.threshold])].toSorted().map((n) => ({
                value: String(n),
                label: percentOf(n, 3),
              }))}
            />
          )}
        </Field>
        <Link
          to={'/duplicates' as never}
          search={{ entity: entity.name, tab: 'rule' } as never}
          className="w-fit underline underline-offset-2"
        >
          {t('duplicates.rule.ledger')}
        </Link>
      </div>
    </Card>
  )
}
