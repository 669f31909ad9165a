import { lazy, Suspense } from 'react'
import { farTexts } from '../i18n.ts'
import type { WebKind } from './kind.ts'

export type Question = {
  key: string
  text: string
  kind: 'text' | 'number' | 'one' | 'many' | 'scale'
  hint?: string
  isRequired?: boolean
  options?: { text: string; points?: number }[]
  from?: number
  to?: number
  points?: number
}
export type Said = { key: string; text: string; answer: string; points: number | null }

const QuestionsEdit = lazy(async () => {
  const [m] = await Promise.all([import('./questions-edit.tsx'), farTexts()])
  return { default: m.QuestionsEdit }
})

/** What a questionnaire asks. */
export const questions: WebKind<Question[]> = {
  text: (all) => all.map((q) => q.text).join('; '),
  Whole: ({ value }) => (
    <ol className="list-decimal pl-5">
      {value.map((q) => (
        <li key={q.key}>
          {q.text}
          {q.options && <span className="text-ink-3"> {q.options.map((o) => o.text).join(' · ')}</span>}
        </li>
      ))}
    </ol>
  ),
  Edit: (props) => (
    <Suspense>
      <QuestionsEdit {...props} />
    </Suspense>
  ),
  width: 260,
  wide: true,
}

const AnswersEdit = lazy(async () => {
  const [m] = await Promise.all([import('./answers-edit.tsx'), farTexts()])
  return { default: m.AnswersEdit }
})

/** Told by what was said in words; answered in forms. */
export const answers: WebKind<Record<string, unknown>> = {
  text: (all) => Object.values(all).flat().join('; '),
  inForms: true,
  Edit: (props) => (
    <Suspense>
      <AnswersEdit {...props} />
    </Suspense>
  ),
  width: 260,
  wide: true,
}

/** What was answered, in the words in which it was asked. */
export const said: WebKind<Said[]> = {
  text: (all) => all.map((s) => `${s.text} ${s.answer}`).join('; '),
  Whole: ({ value }) => (
    <dl className="flex flex-col gap-1.5">
      {value.map((s) => (
        <div key={s.key}>
          <dt className="text-sm text-ink-3">{s.text}</dt>
          <dd className="whitespace-pre-line">
            {s.answer}
            {s.points !== null && <span className="figures pl-2 text-sm text-ink-3">{s.points}</span>}
          </dd>
        </div>
      ))}
    </dl>
  ),
  Edit: () => null,
  width: 260,
  wide: true,
}
