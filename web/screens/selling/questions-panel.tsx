import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { formatAgo } from '../../format.ts'
import type { Rec } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Textarea } from '../../ui/input.tsx'
import { useAll, useChanges } from '../settings/use-all.ts'

/** What the client asked on his page; an answer stands there at once. */
export default function QuestionsPanel({ record }: PanelProps) {
  const entity = useCatalogue().entities['quoteQuestion']
  const { data } = useAll('quoteQuestions', {
    filter: ['quote', 'is', record.id],
    sort: 'createdAt',
    fields: 'name,question,answer,createdAt',
  })
  if (!entity || !data?.length) return null
  return (
    <section className="border-b border-line px-4 py-2.5" aria-label={entity.labelPlural}>
      <h2 className="min-h-8 font-medium">{entity.labelPlural}</h2>
      <ul className="flex flex-col gap-3">
        {data.map((q) => (
          <Question key={q.id} entity={entity} question={q} />
        ))}
      </ul>
    </section>
  )
}

function Question({ entity, question: q }: { entity: Entity; question: Rec }) {
  const { t } = useTranslation()
  const { update } = useChanges(entity.plural)
  const [answer, setAnswer] = useState('')
  const [busy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    await update([{ id: q.id, answer }])
    setBusy(false)
  }
  return (
    <li className="flex flex-col gap-1">
      <p className="wrap-anywhere whitespace-pre-line">
        <span className="font-medium">{String(q['name'])}</span>{' '}
        <span className="text-sm text-ink-3">{formatAgo(String(q['createdAt']))}</span>
        <br />
        {String(q['question'])}
      </p>
      {q['answer'] ? (
        <p className="border-l-2 border-line pl-3 wrap-anywhere whitespace-pre-line text-ink-2">
          {String(q['answer'])}
        </p>
      ) : (
        entity.rights.update !== 'none' && (
          <div className="flex flex-wrap items-end gap-2">
            <Textarea
              rows={1}
              className="min-h-9! min-w-48 flex-1"
              aria-label={entity.fields['answer']!.label}
              placeholder={t('selling.answerHow')}
              value={answer}
              onChange={(e) => setAnswer(e.target.value)}
            />
            <Button busy={busy} disabled={!answer.trim()} onClick={() => void send()}>
              {t('selling.answer')}
            </Button>
          </div>
        )
      )}
    </li>
  )
}
