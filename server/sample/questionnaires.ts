import sql, { raw } from 'sql-template-tag'
import { newId } from '#core/id.ts'
import { scored, type Answers, type Question } from '#modules/questionnaires/index.ts'
import { insert, type Rows, type Tx } from './laid.ts'
import type { Language } from './language.ts'
import { makeRandom, type Random } from './random.ts'
import { sheets, type Sheet } from './words/questionnaires.ts'

type On = { id: string; owner: string | null; team: string | null; since: string }

/** Questionnaires, and what sellers were told: about open deals once, about clients who buy up to three times. */
export async function loadQuestionnaires(tx: Tx, { say }: Language): Promise<void> {
  const random = makeRandom('questionnaires')
  for (const sheet of sheets) {
    const questions: Question[] = sheet.questions.map(({ text, options, ...q }) => ({
      ...q,
      text: say(text),
      ...(options ? { options: options.map((o) => ({ text: say(o.text), points: o.points })) } : {}),
    }))
    const [id, name] = [newId(), say(sheet.name)]
    await insert(tx, 'questionnaires', [
      { id, name, about: say(sheet.about), entity: sheet.entity, is_off: false, questions },
    ])
    const rows = (await recordsFor(tx, sheet)).flatMap((on): Rows =>
      Array.from({ length: sheet.entity === 'deal' ? 1 : random.int(1, 3) }, (_, i) => {
        const answers = answersTo(random, questions, sheet.texts.map(say))
        const { problems: _none, ...result } = scored(questions, answers, 'answers')
        const day = dayAfter(on.since, random.int(1, 20) + 150 * i)
        return {
          name,
          questionnaire_id: id,
          record_entity: sheet.entity,
          record_id: on.id,
          filled_on: day,
          answers,
          ...result,
          owner_id: on.owner,
          team_id: on.team,
          created_at: `${day}T10:00:00Z`,
          created_by: on.owner,
          updated_by: on.owner,
        }
      }),
    )
    await insert(tx, 'filled_questionnaires', rows)
  }
}

const dayAfter = (since: string, days: number) => {
  const day = new Date(Date.parse(since) + days * 86_400_000)
  return new Date(Math.min(day.valueOf(), Date.now())).toISOString().slice(0, 10)
}

const recordsFor = (tx: Tx, { entity }: Sheet) =>
  tx.rows<On>(sql`select id, owner_id as owner, team_id as team, ${raw(entity === 'deal' ? 'opened_on' : '(current_date - 400)')}::text as since
    from ${raw(entity === 'deal' ? 'deals' : 'accounts')} t where deleted_at is null and owner_id is not null and
    ${raw(entity === 'deal' ? "status = 'open'" : "exists (select from deals d where d.account_id = t.id and d.status = 'won')")}
    order by code limit 60`)

function answersTo(random: Random, questions: readonly Question[], texts: readonly string[]): Answers {
  const answers: Answers = {}
  for (const q of questions) {
    if (!q.isRequired && random.chance(0.2)) continue
    const options = (q.options ?? []).map((o) => o.text)
    const many = options.filter(() => random.chance(0.4))
    const value = {
      text: () => random.pick(texts),
      number: () => random.int(2, 40) * 25,
      one: () => random.pick(options),
      many: () => (many.length ? many : options.slice(0, 1)),
      scale: () => Math.max(q.from ?? 1, (q.to ?? 5) - Math.floor(random.next() ** 2 * (q.to ?? 5))),
    }[q.kind]()
    answers[q.key] = value
  }
  return answers
}
