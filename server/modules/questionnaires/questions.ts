import { Decimal } from 'decimal.js'
import { z } from 'zod'
import { Invalid, type Problem } from '#core/error.ts'

/** What a questionnaire asks. `points`: of an option, what choosing it gives; of a scale, what each of its steps gives (one
 * unless said). `key` stays when the words change. */
export type Question = {
  key: string
  text: string
  kind: 'text' | 'number' | 'one' | 'many' | 'scale'
  hint?: string | undefined
  isRequired?: boolean | undefined
  options?: { text: string; points?: number | undefined }[] | undefined
  from?: number | undefined
  to?: number | undefined
  points?: number | undefined
}
export type Answers = Record<string, unknown>
/** An answer in words, as it was asked. */
export type Said = { key: string; text: string; answer: string; points: number | null }

const points = z.number().min(-1000).max(1000)
const words = z.string().trim().min(1)
const shape = z
  .array(
    z
      .strictObject({
        key: z.string().regex(/^[a-z][a-z0-9]{0,39}$/),
        text: words.max(500),
        kind: z.enum(['text', 'number', 'one', 'many', 'scale']),
        hint: z.string().max(500).optional(),
        isRequired: z.boolean().optional(),
        options: z
          .array(z.strictObject({ text: words.max(200), points: points.optional() }))
          .max(50)
          .optional(),
        from: z.number().int().min(0).max(1).optional(),
        to: z.number().int().min(2).max(10).optional(),
        points: points.optional(),
      })
      .refine((q) => !['one', 'many'].includes(q.kind) || new Set(q.options?.map((o) => o.text)).size >= 2),
  )
  .min(1)
  .max(100)
  .refine((all) => new Set(all.map((q) => q.key)).size === all.length)

/** Questions as they are kept. Throws Invalid. */
export function questionsOf(value: unknown, path: string): Question[] {
  const read = shape.safeParse(value)
  if (read.success) return read.data
  const message =
    'Give at least one question: each with its words and kind, and two different options where one is chosen from them.'
  throw new Invalid([{ path, message, code: 'bad_questions' }])
}

export const scaleOf = (q: Question) => ({ from: q.from ?? 1, to: q.to ?? 5 })

const sum = (all: number[]) => all.reduce((a, b) => new Decimal(a).plus(b).toNumber(), 0)
const pointsIn = (q: Question) => (q.options ?? []).map((o) => o.points ?? 0)
const hasPoints = (q: Question) => q.kind === 'scale' || (q.options ?? []).some((o) => o.points !== undefined)

/** What a question may give at most; null of one that gives no points. */
export function mostOf(q: Question): number | null {
  if (!hasPoints(q)) return null
  if (q.kind === 'scale')
    return Math.max(...Object.values(scaleOf(q)).map((n) => new Decimal(n).times(q.points ?? 1).toNumber()))
  const all = pointsIn(q)
  return q.kind === 'one' ? Math.max(...all) : sum(all.filter((p) => p > 0))
}

type Judged = { said: Said | null; points: number | null } | { problem: string; code: string }
const wrong = (problem: string, code: string): Judged => ({ problem, code })

function judge(q: Question, value: unknown): Judged {
  const isEmpty =
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  if (isEmpty) return q.isRequired ? wrong('answer this question.', 'required') : { said: null, points: null }
  const said = (answer: string, given: number | null): Judged => ({
    said: { key: q.key, text: q.text, answer, points: given },
    points: given,
  })
  switch (q.kind) {
    case 'text':
      return typeof value === 'string' && value.length <= 5000
        ? said(value, null)
        : wrong('write up to 5000 characters.', 'bad_answer')
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
        ? said(String(value), null)
        : wrong('write a number.', 'bad_answer')
    case 'scale': {
      const { from, to } = scaleOf(q)
      return Number.isInteger(value) && Number(value) >= from && Number(value) <= to
        ? said(`${String(value)} / ${to}`, new Decimal(Number(value)).times(q.points ?? 1).toNumber())
        : wrong('choose a step of the scale.', 'bad_answer')
    }
    default: {
      const chosen = q.kind === 'one' ? [value] : Array.isArray(value) ? [...new Set<unknown>(value)] : [null]
      const found = chosen.map((text) => q.options?.find((o) => o.text === text))
      if (found.some((o) => !o)) return wrong('choose among its options.', 'bad_answer')
      return said(
        found.map((o) => o!.text).join('; '),
        hasPoints(q) ? sum(found.map((o) => o!.points ?? 0)) : null,
      )
    }
  }
}

/** What answers come to: in words, in points, and of how many; every problem by its question. A question that was not
 * answered takes nothing from the most there is to get. */
export function scored(questions: readonly Question[], answers: unknown, path: string) {
  if (answers === null || typeof answers !== 'object' || Array.isArray(answers))
    return {
      problems: [{ path, message: 'Answers are {key: answer}.', code: 'bad_answers' }] satisfies Problem[],
    }
  const given = answers as Answers
  const unknown = Object.keys(given).filter((key) => !questions.some((q) => q.key === key))
  const judged = questions.map((q) => ({ q, is: judge(q, given[q.key]) }))
  const problems: Problem[] = [
    ...unknown.map((key) => ({
      path: `${path}.${key}`,
      message: 'There is no such question.',
      code: 'unknown_question',
    })),
    ...judged.flatMap(({ q, is }) =>
      'problem' in is
        ? [{ path: `${path}.${q.key}`, message: `“${q.text}”: ${is.problem}`, code: is.code }]
        : [],
    ),
  ]
  if (problems.length) return { problems }
  const said = judged.flatMap(({ is }) => ('said' in is && is.said ? [is.said] : []))
  const most = questions.flatMap((q) => mostOf(q) ?? [])
  const score = most.length ? sum(said.flatMap((s) => s.points ?? [])) : null
  const all = most.length ? sum(most) : null
  return {
    problems,
    said,
    score,
    most: all,
    percent:
      score === null || !all || all <= 0
        ? null
        : new Decimal(score).times(100).div(all).toDecimalPlaces(1).toNumber(),
  }
}
