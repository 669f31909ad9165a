import { Check } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../catalogue.ts'
import { formatNumber } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { baseOf, useRun, type Mending, type Run } from './run.ts'

const nothing = '-'
const decided = ({ field, text, value }: Mending) => ({ field, text, value })

/** Texts that name nothing but look like something: confirmed once, and remembered for the next file. */
export function Mendings({ run, entity }: { run: Run; entity: Entity }) {
  const { t } = useTranslation()
  const { decide } = useRun(run.id)
  const open = run.mendings.filter((m) => !m.confirmed && m.value !== null)
  if (run.mendings.length === 0) return null
  const set = (m: Mending, value: string | null) =>
    void decide({ mendings: [{ field: m.field, text: m.text, value }] })
  return (
    <section>
      <div className="mb-1 flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="font-semibold">{t('import.mendings.title')}</h2>
          <p className="text-ink-2">{t('import.mendings.about')}</p>
        </div>
        {open.length > 0 && (
          <Button onClick={() => void decide({ mendings: open.map(decided) })}>
            {t('import.mendings.allRight', { count: open.length })}
          </Button>
        )}
      </div>
      <Table>
        <thead>
          <tr>
            <Th>{t('import.samples.field')}</Th>
            <Th>{t('import.mendings.text')}</Th>
            <Th className="text-right">{t('import.mendings.lines')}</Th>
            <Th className="w-72">{t('import.mendings.means')}</Th>
            <Th className="w-32" />
          </tr>
        </thead>
        <tbody>
          {run.mendings.map((m) => (
            <tr key={`${m.field} ${m.text}`}>
              <Td className="text-ink-2">{entity.fields[baseOf(m.field)]?.label ?? m.field}</Td>
              <Td className="font-medium">{m.text}</Td>
              <Td className="figures text-right text-ink-2">{formatNumber(m.lines)}</Td>
              <Td>
                <Meaning mending={m} onChange={(value) => set(m, value)} />
              </Td>
              <Td className="text-right">
                {m.confirmed ? (
                  <span className="inline-flex items-center gap-1 text-success">
                    <Check size={14} /> {t('import.mendings.confirmed')}
                  </span>
                ) : (
                  <Button size="sm" onClick={() => set(m, m.value)}>
                    {t('import.mendings.right')}
                  </Button>
                )}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  )
}

function Meaning({ mending: m, onChange }: { mending: Mending; onChange: (value: string | null) => void }) {
  const { t } = useTranslation()
  const known =
    m.value !== null && !m.proposals.some((p) => p.value === m.value)
      ? [{ value: m.value, title: m.title ?? m.value }]
      : []
  const items = [...known, ...m.proposals].map((p) => ({ value: p.value, label: p.title }))
  return (
    <Select
      aria-label={t('import.mendings.meansOf', { text: m.text })}
      value={m.value ?? nothing}
      items={[...items, { value: nothing, label: t('import.mendings.nothing') }]}
      onChange={(v) => onChange(v === nothing ? null : v)}
    />
  )
}
