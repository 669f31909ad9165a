import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PanelProps } from '../../derived/record/panels.ts'
import { Input } from '../../ui/input.tsx'
import { say } from '../../ui/toast.tsx'
import { ask } from '../mail/client.ts'
import { copyText } from '../../ui/copy.ts'

type Named = { path: string; label: string }
type Offered = { fields: Named[]; loops: (Named & { fields: Named[] })[]; own: string[]; ours: Named[] }

/** What a template may name: picked by a click, to be put where it is wanted. */
export default function FieldsPanel({ record }: PanelProps) {
  const { t } = useTranslation()
  const [sought, setSought] = useState('')
  const entity = String(record['entity'])
  const { data } = useQuery({
    queryKey: ['templateFields', entity],
    queryFn: () => ask<Offered>('documentTemplate.fields', { entity }),
  })
  if (!data) return null
  const find = sought.trim().toLowerCase()
  const fits = ({ path, label }: Named) => !find || `${path} ${label}`.toLowerCase().includes(find)
  const groups = [
    { name: t('documents.fields'), items: data.fields },
    ...data.loops.map((l) => ({
      name: `${l.label} {#${l.path}}…{/${l.path}}`,
      items: l.fields,
    })),
    { name: t('documents.ours'), items: data.ours },
    {
      name: t('documents.own'),
      items: data.own.map((path) => ({ path, label: t(`documents.ownNames.${path.replace('.', '_')}`) })),
    },
  ]
  return (
    <section className="border-b border-line px-4 py-2.5" aria-label={t('documents.mayName')}>
      <h2 className="min-h-8 font-medium">{t('documents.mayName')}</h2>
      <p className="max-w-prose text-sm text-ink-2">{t('documents.how')}</p>
      <Input
        className="my-2 w-full max-w-xs"
        placeholder={t('documents.seek')}
        aria-label={t('documents.seek')}
        value={sought}
        onChange={(e) => setSought(e.target.value)}
      />
      {groups.map(({ name, items }) => {
        const shown = items.filter(fits)
        if (shown.length === 0) return null
        return (
          <details key={name} open={find !== '' || name === groups[0]!.name} className="py-0.5">
            <summary className="cursor-pointer py-1 font-medium text-ink-2">
              {name} <span className="figures text-sm text-ink-3">{shown.length}</span>
            </summary>
            <ul className="grid gap-x-4 @xl:grid-cols-2">
              {shown.map((f) => (
                <li key={f.path}>
                  <button
                    type="button"
                    className="flex w-full flex-wrap items-baseline gap-x-2 rounded px-1.5 py-1 text-left hover:bg-hover"
                    onClick={() =>
                      void copyText(`{${f.path}}`).then(() =>
                        say(t('documents.copied', { what: `{${f.path}}` })),
                      )
                    }
                  >
                    <code className="text-sm wrap-anywhere text-accent">{`{${f.path}}`}</code>
                    <span className="text-sm text-ink-2">{f.label}</span>
                  </button>
                </li>
              ))}
            </ul>
          </details>
        )
      })}
    </section>
  )
}
