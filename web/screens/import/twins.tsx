import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../catalogue.ts'
import { formatNumber } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { CertaintyBadge, Reasons } from '../duplicates/reasons.tsx'
import { useRun, type Run, type Twin } from './run.ts'

type Choice = Twin['choice']
const most = 50
const choices: readonly Choice[] = ['create', 'update', 'skip']

/** Rows that no key finds and that look like records that are there: made, taken into those, or left out. */
export function Twins({ run, entity }: { run: Run; entity: Entity }) {
  const { t } = useTranslation()
  const { decide, begin } = useRun(run.id)
  const [chosen, setChosen] = useState<Record<number, Choice>>({})
  const all = (run.twins ?? []).toSorted((a, b) => b.probability - a.probability || a.line - b.line)
  if (all.length === 0) return null
  const said = (twin: Twin) => chosen[twin.line] ?? twin.choice
  const forAll = (choice: Choice) => setChosen(Object.fromEntries(all.map((twin) => [twin.line, choice])))
  const save = async () => {
    await decide({ twins: all.map((twin) => ({ line: twin.line, choice: said(twin) })) })
    setChosen({})
    await begin('check')
  }
  const options = choices.map((value) => ({ value, label: t(`import.twins.${value}`) }))
  return (
    <section className="rounded-xl border border-accent-line bg-accent-soft/40 px-4 py-3">
      <div className="mb-1 flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="font-semibold">
            {t('import.twins.title', { count: all.length, n: formatNumber(all.length) })}
          </h2>
          <p className="text-ink-2">{t('import.twins.about')}</p>
        </div>
        <Button onClick={() => forAll('update')}>{t('import.twins.updateAll')}</Button>
        {Object.keys(chosen).length > 0 && (
          <Button look="solid" onClick={() => void save()}>
            {t('import.twins.apply')}
          </Button>
        )}
      </div>
      <Table>
        <thead>
          <tr>
            <Th className="text-right">{t('import.samples.line')}</Th>
            <Th>{t('import.twins.row')}</Th>
            <Th>{t('import.twins.looksLike')}</Th>
            <Th className="w-56">{t('import.twins.what')}</Th>
          </tr>
        </thead>
        <tbody>
          {all.slice(0, most).map((twin) => (
            <tr key={twin.line} className="last:[&>td]:border-0">
              <Td className="figures w-14 pr-3 text-right text-ink-3">{formatNumber(twin.line)}</Td>
              <Td className="font-medium">{twin.title}</Td>
              <Td className="py-1.5">
                <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
                  <a
                    href={`/${entity.plural}/${twin.id}`}
                    target="_blank"
                    rel="noopener"
                    className="font-medium underline decoration-line-strong underline-offset-2"
                  >
                    {twin.name}
                  </a>
                  <CertaintyBadge probability={twin.probability} />
                </div>
                <Reasons entity={entity} parts={twin.parts} most={3} />
              </Td>
              <Td>
                <Select
                  aria-label={t('import.twins.whatWith', { title: twin.title })}
                  value={said(twin)}
                  onChange={(choice) => setChosen((now) => ({ ...now, [twin.line]: choice }))}
                  items={options}
                />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {all.length > most && (
        <p className="pt-2 text-sm text-ink-3">
          {t('import.samples.some', { shown: most, all: formatNumber(all.length) })}
        </p>
      )}
    </section>
  )
}
