import sql, { raw } from 'sql-template-tag'
import { newId } from '#core/id.ts'
import { ref } from '#core/kinds/index.ts'
import { operation, type Context, type Operation } from '#core/operation.ts'
import { create, remove, restore, update } from '#core/stock.ts'
import { Refused } from '#core/error.ts'
import type { AnyEntity } from '#core/entity.ts'
import { loadModel, modelOf, type Problem } from './load-model.ts'
import { inOrder } from './logic/model.ts'
import { modelOption, optionModel, optionRule, type OptionModel } from './option-model.ts'
import { ask, knownAs, unsolved } from './solved.ts'

const id = ref('optionModel', { required: true, label: { uk: 'Модель' } })

export const whyNotRelease = (m: Pick<OptionModel, 'status'>) =>
  m.status === 'released' ? 'is_released' : null
export const whyNotRetire = (m: Pick<OptionModel, 'status'>) =>
  m.status !== 'released' ? 'not_released' : null

type Checked = {
  problems: Problem[]
  /** How many different configurations there are, exact; null where counts play a part or there are too many to count. */
  configurations: string | null
  /** Options that every configuration has, and that none has. */
  always: string[]
  never: string[]
}

async function checked(c: Context, model: string): Promise<Checked> {
  const loaded = await loadModel(c.tx, model)
  const { model: m, problems } = modelOf(loaded)
  if (problems.length) return { problems, configurations: null, always: [], never: [] }
  const { states, count } = await ask(c, knownAs(c, loaded, m), 'check')
  if (!states) {
    const text = {
      en: 'The rules leave no configuration at all.',
      uk: 'Правила не лишають жодної конфігурації.',
    }
    return { problems: [{ text }], configurations: '0', always: [], never: [] }
  }
  const of = (state: string) => inOrder(m).flatMap((o) => (states.get(o.key) === state ? [o.key] : []))
  return { problems, configurations: count?.toString() ?? null, always: of('must'), never: of('cannot') }
}

export const checkModel = operation({
  name: 'optionModel.check',
  summary: { en: 'Check the rules', uk: 'Перевірити правила' },
  effect: 'read',
  input: { id },
  needs: { optionModel: 'read' },
  refusals: unsolved,
  run: (c, { id }) => checked(c, id),
})

export const releaseModel = operation({
  name: 'optionModel.release',
  summary: { en: 'Release the model', uk: 'Ввести модель у дію' },
  effect: 'write',
  on: 'optionModel',
  whyNot: whyNotRelease,
  input: { id },
  needs: { optionModel: 'update' },
  refusals: {
    ...unsolved,
    is_released: { en: 'The model is released already.', uk: 'Модель уже діє.' },
    faulty: {
      en: 'The model has faults: check the rules first.',
      uk: 'Модель має помилки: спершу перевірте правила.',
    },
  },
  async run(c, { id }) {
    const before = await c.tx.lock(optionModel, id)
    const reason = whyNotRelease(before)
    if (reason) c.refuse(reason)
    if ((await checked(c, id)).problems.length) c.refuse('faulty')
    return c.tx.save(optionModel, before, { status: 'released' })
  },
})

export const retireModel = operation({
  name: 'optionModel.retire',
  summary: { en: 'Retire the model', uk: 'Вивести модель з дії' },
  effect: 'write',
  on: 'optionModel',
  whyNot: whyNotRetire,
  input: { id },
  needs: { optionModel: 'update' },
  refusals: {
    not_released: { en: 'Only a released model is retired.', uk: 'Вивести можна лише чинну модель.' },
  },
  async run(c, { id }) {
    const before = await c.tx.lock(optionModel, id)
    const reason = whyNotRetire(before)
    if (reason) c.refuse(reason)
    return c.tx.save(optionModel, before, { status: 'retired' })
  },
})

const columnsOf = async (c: Context, e: AnyEntity) =>
  (
    await c.tx.elevated(() =>
      c.tx.rows<{ name: string }>(sql`select attname as name from pg_attribute
        where attrelid = ${`"${c.kolo.db.workspace}"."${e.table}"`}::regclass and attnum > 0 and not attisdropped`),
    )
  ).map((row) => row.name)

/** Options and rules of the next version begin as those of this one. */
async function copyParts(c: Context, e: AnyEntity, from: string, to: string): Promise<void> {
  const names = (await columnsOf(c, e)).filter((n) => !['id', 'model_id'].includes(n))
  const list = raw(names.map((n) => `"${n}"`).join(', '))
  const rows = await c.tx.rows<{ id: string }>(
    sql`select id from ${raw(`"${e.table}"`)} where model_id = ${from}::uuid and deleted_at is null`,
  )
  const ids = rows.map((row) => ({ old: row.id, id: newId() }))
  await c.tx.elevated(() =>
    c.tx.rows(sql`insert into ${raw(`"${e.table}"`)} (id, model_id, ${list})
      select n.id, ${to}::uuid, ${raw(names.map((n) => `t."${n}"`).join(', '))} from ${raw(`"${e.table}"`)} t
      join jsonb_to_recordset(${JSON.stringify(ids)}::jsonb) as n(old uuid, id uuid) on n.old = t.id`),
  )
}

export const reviseModel = operation({
  name: 'optionModel.revise',
  summary: { en: 'Make the next version', uk: 'Створити наступну версію' },
  effect: 'write',
  on: 'optionModel',
  input: { id },
  needs: { optionModel: 'create' },
  async run(c, { id }) {
    const before = await c.tx.lock(optionModel, id)
    const { name, product, currency, picture, description } = before
    const [made] = await c.tx.insertMany(optionModel, [
      {
        name,
        product,
        currency,
        picture,
        description,
        status: 'draft',
        version: (before.version ?? 1) + 1,
        revisionOf: id,
      },
    ])
    await copyParts(c, modelOption, id, made!.id)
    await copyParts(c, optionRule, id, made!.id)
    return made
  },
})

/** What configurations rest on stands still: options and rules change while their model is a draft. */
function inDraft(e: AnyEntity, o: Operation): Operation {
  const inner = o.run
  return {
    ...o,
    refusals: {
      ...o.refusals,
      not_draft: {
        en: 'The model is released: make its next version to change it.',
        uk: 'Модель уже діє: щоб змінити її, створіть наступну версію.',
      },
    },
    async run(c, given) {
      // First, so that only who may write a part is told of its model.
      const answer = await inner(c, given)
      const { items = [], ids = [] } = given as { items?: { id?: string; model?: string }[]; ids?: string[] }
      const models = items.flatMap((i) => i.model ?? [])
      const parts = [...ids, ...items.flatMap((i) => i.id ?? [])]
      const [fixed] = await c.tx.rows(sql`select 1 from option_models m where m.status <> 'draft' and (
          m.id = any(${models}::uuid[]) or m.id in (select model_id from ${raw(`"${e.table}"`)} where id = any(${parts}::uuid[])))
        limit 1`)
      if (fixed) throw new Refused('not_draft', this.refusals!['not_draft']![c.actor.locale])
      return answer
    },
  }
}

export const writeParts = [modelOption, optionRule].flatMap((e) =>
  [create(e), update(e), remove(e), restore(e)].map((o) => inDraft(e, o as unknown as Operation)),
)
