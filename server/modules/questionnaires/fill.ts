import sql from 'sql-template-tag'
import { Invalid, type Problem } from '#core/error.ts'
import type { RecordRef } from '#core/kinds/index.ts'
import type { Context } from '#core/operation.ts'
import type { Plain } from '#core/row.ts'
import { create, update } from '#core/stock.ts'
import { filledQuestionnaire, questionnaire } from './questionnaire.ts'
import { questionsOf, scored, type Question } from './questions.ts'

type Item = Record<string, unknown>
type Known = { id: string; name: string; entity: string | null; isOff: boolean; questions: Question[] }

const withQuestions = (_: Context, items: Item[]): Item[] =>
  items.map((item, i) =>
    'questions' in item
      ? { ...item, questions: questionsOf(item['questions'], `items.${i}.questions`) }
      : item,
  )
export const createQuestionnaire = create(questionnaire, { prepare: withQuestions })
export const updateQuestionnaire = update(questionnaire, { prepare: withQuestions })

/** A reference as a request names it: by id, or by its key as a file does. */
const named = (value: unknown) =>
  value !== null && typeof value === 'object'
    ? String((value as { id?: string }).id ?? '')
    : String(value ?? '')

const asked = (c: Context, which: readonly string[]) =>
  c.tx
    .rows<Known>(sql`select id::text, name, entity, coalesce(is_off, false) as "isOff", questions from questionnaires
    where deleted_at is null and (id::text = any(${which}::text[]) or name = any(${which}::text[]))`)

/** What is answered is judged by the questions there are now; what was said stays in the words in which it was asked. */
async function judged(c: Context, items: Item[], before: readonly Plain[]): Promise<Item[]> {
  const whole = items.map((item, i): Item => ({ ...before[i], ...item }))
  const known = await asked(c, [...new Set(whole.map((w) => named(w['questionnaire'])))])
  const problems: Problem[] = []
  const ready = items.map((item, i) => {
    const isNew = !before[i]
    if (!isNew && !['answers', 'questionnaire', 'record'].some((key) => key in item)) return item
    const of = known.find((q) => [q.id, q.name].includes(named(whole[i]!['questionnaire'])))
    // What names none is told of by the reference itself.
    if (!of) return item
    const says = (key: string, message: string, code: string) =>
      void problems.push({ path: `items.${i}.${key}`, message, code })
    const on = whole[i]!['record'] as RecordRef | null
    if (of.entity && on && on.entity !== of.entity)
      says('questionnaire', 'This questionnaire is about records of another kind.', 'other_kind')
    if (isNew && of.isOff) says('questionnaire', 'This questionnaire is no longer offered.', 'is_off')
    const { problems: wrong, ...result } = scored(of.questions, whole[i]!['answers'], `items.${i}.answers`)
    problems.push(...wrong)
    return { ...item, ...result, name: of.name }
  })
  if (problems.length) throw new Invalid(problems)
  return ready
}

export const createFilled = create(filledQuestionnaire, { prepare: judged })
export const updateFilled = update(filledQuestionnaire, { prepare: judged })
