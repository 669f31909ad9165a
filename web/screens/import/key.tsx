import { useTranslation } from 'react-i18next'
import type { Entity } from '../../catalogue.ts'
import { Tick } from '../settings/tick.tsx'
import { useRun, type Run } from './run.ts'

/** By what a row finds the record that is there already. Without it every row is a new one. */
export function Key({ run, entity }: { run: Run; entity: Entity }) {
  const { t } = useTranslation()
  const { decide } = useRun(run.id)
  if (run.keys.length === 0) return null
  const label = (key: string) =>
    entity.fields[key]?.label ?? run.targets.find((x) => x.field === key)?.label ?? key
  const set = (key: string, on: boolean) =>
    void decide({ key: run.keys.filter((k) => (k === key ? on : run.key.includes(k))) })
  return (
    <section>
      <h2 className="font-semibold">{t('import.key.title')}</h2>
      <p className="mb-2 text-ink-2">{t(run.key.length ? 'import.key.about' : 'import.key.none')}</p>
      <div className="flex flex-wrap gap-x-5 gap-y-2">
        {run.keys.map((key) => (
          <Tick
            key={key}
            label={label(key)}
            checked={run.key.includes(key)}
            onChange={(on) => set(key, on)}
          />
        ))}
      </div>
    </section>
  )
}
