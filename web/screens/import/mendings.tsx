import { Check } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity, Field } from '../../catalogue.ts'
import { formatNumber } from '../../format.ts'
import { Control } from '../../kinds/value.tsx'
import type { Ref } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { baseOf, useRun, type Mending, type Run } from './run.ts'

type Chosen = string | null
const most = 50

// What looks like something stands first, what was confirmed last.
const rank = (m: Mending) => (m.confirmed ? 2 : m.value !== null ? 0 : 1)
const keyOf = (m: Mending) => `${m.field} ${m.text}`

/** Texts that name nothing but look like something: confirmed once, and remembered for the next file. */
export function Mendings({ run, entity, recheck }: { run: Run; entity: Entity; recheck?: boolean }) {
  const { t } = useTranslation()
  const { decide, begin } = useRun(run.id)
  const [chosen, setChosen] = useState<Record<string, Chosen>>({})
  if (run.mendings.length === 0) return null
  const meant = (m: Mending) => (keyOf(m) in chosen ? chosen[keyOf(m)]! : m.value)
  const sorted = run.mendings.toSorted((a, b) => rank(a) - rank(b) || b.lines - a.lines)
  const open = run.mendings.filter((m) => (!m.confirmed && meant(m) !== null) || keyOf(m) in chosen)
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
          <Button look="solid" onClick={() => void confirm()}>
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
          {sorted.slice(0, most).map((m) => (
            <tr key={keyOf(m)} className="last:[&>td]:border-0">
              <Td className="text-ink-2">{entity.fields[baseOf(m.field)]?.label ?? m.field}</Td>
              <Td className="font-medium">{m.text}</Td>
              <Td className="figures text-right text-ink-2">{formatNumber(m.lines)}</Td>
              <Td>
                <span className="flex items-center gap-2">
                  <Meaning
                    mending={m}
                    field={entity.fields[baseOf(m.field)]!}
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
      {sorted.length > most && (
        <p className="pt-2 text-sm text-ink-3">
          {t('import.samples.some', { shown: most, all: formatNumber(sorted.length) })}
        </p>
      )}
    </section>
  )
}

/** What a text means: what looks most like it, or whatever else the person picks. */
function Meaning({
  mending: m,
  field,
  value,
  onChange,
}: {
  mending: Mending
  field: Field
  value: string | null
  onChange: (chosen: Chosen) => void
}) {
  const { t } = useTranslation()
  const titles = [{ value: m.value, title: m.title }, ...m.proposals]
  const title = (id: string) => titles.find((p) => p.value === id)?.title ?? undefined
  const isReference = field.entity !== undefined
  const [picked, setPicked] = useState<Ref | null>(null)
  const shown =
    value === null
      ? null
      : isReference
        ? { id: value, title: title(value) ?? (picked?.id === value ? picked.title : '…') }
        : value
  const pick = (v: unknown) => {
    const ref = isReference ? (v as Ref | null) : null
    setPicked(ref)
    onChange(isReference ? (ref?.id ?? null) : (v as string | null))
  }
  // Something that is here: nothing is made anew, and nothing has to be chosen.
  const asked = { ...field, create: false, required: false }
  return (
    <Control
      field={asked}
      aria-label={t('import.mendings.meansOf', { text: m.text })}
      value={shown}
      onChange={pick}
    />
  )
}
