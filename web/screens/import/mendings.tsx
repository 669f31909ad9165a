import { Check } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../catalogue.ts'
import { formatNumber } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { baseOf, useRun, type Mending, type Run } from './run.ts'

const nothing = '-'
const keyOf = (m: Mending) => `${m.field} ${m.text}`

/** Texts that name nothing but look like something: confirmed once, and remembered for the next file. */
export function Mendings({ run, entity, recheck }: { run: Run; entity: Entity; recheck?: boolean }) {
  const { t } = useTranslation()
  const { decide, begin } = useRun(run.id)
  const [chosen, setChosen] = useState<Record<string, string | null>>({})
  if (run.mendings.length === 0) return null
  const meant = (m: Mending) => (keyOf(m) in chosen ? chosen[keyOf(m)]! : m.value)
  const open = run.mendings.filter((m) => !m.confirmed || keyOf(m) in chosen)
  const confirm = async () => {
    await decide({ mendings: open.map((m) => ({ field: m.field, text: m.text, value: meant(m) })) })
    setChosen({})
    if (recheck) await begin('check')
  }
  return (
    <section className="rounded-xl border border-accent-line bg-accent-soft/40 px-4 py-3">
      <div className="mb-1 flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="font-semibold">{t('import.mendings.title')}</h2>
          <p className="text-ink-2">{t('import.mendings.about')}</p>
        </div>
        {open.length > 0 && (
          <Button look="accent" onClick={() => void confirm()}>
            {t(recheck ? 'import.mendings.confirmAndCheck' : 'import.mendings.confirm')}
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
          </tr>
        </thead>
        <tbody>
          {run.mendings.map((m) => (
            <tr key={keyOf(m)} className="last:[&>td]:border-0">
              <Td className="text-ink-2">{entity.fields[baseOf(m.field)]?.label ?? m.field}</Td>
              <Td className="font-medium">{m.text}</Td>
              <Td className="figures text-right text-ink-2">{formatNumber(m.lines)}</Td>
              <Td>
                <span className="flex items-center gap-2">
                  <Meaning
                    mending={m}
                    value={meant(m)}
                    onChange={(value) => setChosen((all) => ({ ...all, [keyOf(m)]: value }))}
                  />
                  {m.confirmed && (
                    <Check
                      size={15}
                      aria-label={t('import.mendings.confirmed')}
                      className="shrink-0 text-success"
                    />
                  )}
                </span>
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  )
}

function Meaning({
  mending: m,
  value,
  onChange,
}: {
  mending: Mending
  value: string | null
  onChange: (value: string | null) => void
}) {
  const { t } = useTranslation()
  const isNamed = m.value === null || m.proposals.some((p) => p.value === m.value)
  const items = [...(isNamed ? [] : [{ value: m.value!, title: m.title ?? m.value! }]), ...m.proposals]
  return (
    <Select
      aria-label={t('import.mendings.meansOf', { text: m.text })}
      value={value ?? nothing}
      items={[
        ...items.map((p) => ({ value: p.value, label: p.title })),
        { value: nothing, label: t('import.mendings.nothing') },
      ]}
      onChange={(v) => onChange(v === nothing ? null : v)}
    />
  )
}
