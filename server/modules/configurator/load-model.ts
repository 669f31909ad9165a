import sql from 'sql-template-tag'
import { Missing } from '#core/error.ts'
import type { Text } from '#core/text.ts'
import type { Tx } from '#core/database.ts'
import { BadExpression, optionsIn, parseExpression } from './logic/expression.ts'
import { faultsOf, type Choice, type Model } from './logic/model.ts'

export type OptionRow = {
  id: string
  key: string
  name: string
  parent: string | null
  choice: Choice
  required: boolean
  min: number
  max: number
  product: string | null
  price: string | null
  currency: string | null
  percent: string | null
  layer: number | null
  picture: boolean
  description: string | null
}
export type RuleRow = { id: string; says: string; reason: string | null }
export type Loaded = {
  id: string
  name: string
  status: string
  currency: string
  product: string | null
  revision: string
  options: OptionRow[]
  rules: RuleRow[]
}

/** A model with its options and rules, as the actor may see it, in two queries. */
export async function loadModel(tx: Tx, id: string): Promise<Loaded> {
  const model = await tx.one<Omit<Loaded, 'options' | 'rules'>>(sql`select m.id, m.name, m.status, m.currency,
      m.product_id as product, concat_ws(' ', m.updated_at,
        (select max(updated_at) from model_options where model_id = m.id),
        (select count(*) from model_options where model_id = m.id and deleted_at is null),
        (select max(updated_at) from option_rules where model_id = m.id),
        (select count(*) from option_rules where model_id = m.id and deleted_at is null)) as revision
    from option_models m where m.id = ${id}::uuid and m.deleted_at is null`)
  if (!model) throw new Missing('optionModel', id)
  const [options, rules] = await Promise.all([
    tx.rows<OptionRow>(sql`select id, key, name, parent, choice, coalesce(is_required, false) as required,
        coalesce(min, 1)::int as min, coalesce(max, 1)::int as max, product_id as product, price::text as price,
        price_currency as currency, price_percent::text as percent, layer::int as layer,
        picture is not null as picture, description
      from model_options where model_id = ${id}::uuid and deleted_at is null order by position nulls last, id`),
    tx.rows<RuleRow>(sql`select id, says, reason from option_rules
      where model_id = ${id}::uuid and deleted_at is null order by created_at, id`),
  ])
  return { ...model, options, rules }
}

/** What an administrator is told of a model that cannot be solved. */
export type Problem = { option?: string; rule?: string; text: Text }

const said = (en: string, uk: string): Text => ({ en, uk })
const faults: Record<string, (what: string) => Text> = {
  no_top: () => said('No option stands at the top.', 'Немає опції на вершині.'),
  many_tops: () =>
    said(
      'More than one option stands at the top: put all but one under another.',
      'На вершині кілька опцій: залиште одну, решту підпорядкуйте.',
    ),
  unknown_option: (key) => said(`There is no option “${key}”.`, `Немає опції «${key}».`),
  unknown_parent: (key) =>
    said(`“${key}” is under an option that is not there.`, `«${key}» входить до опції, якої немає.`),
  ring: (key) => said(`“${key}” is under itself.`, `«${key}» входить сама до себе.`),
  twice: (key) => said(`Two options have the key “${key}”.`, `Дві опції мають ключ «${key}».`),
  bad_count: (key) => said(`“${key}” may be from more than to.`, `У «${key}» нижня межа більша за верхню.`),
}

/** The model as the solver takes it, or what is wrong with it. */
export function modelOf({ options, rules }: Pick<Loaded, 'options' | 'rules'>): {
  model: Model
  problems: Problem[]
} {
  const problems: Problem[] = []
  const read = rules.flatMap((r) => {
    try {
      return { id: r.id, says: parseExpression(r.says) }
    } catch (error) {
      if (!(error instanceof BadExpression)) throw error
      const near = error.message
      problems.push({
        rule: r.id,
        text: said(
          `The rule cannot be read${near && ` near “${near}”`}.`,
          `Правило не читається${near && ` біля «${near}»`}.`,
        ),
      })
      return []
    }
  })
  const model = { options, rules: read }
  for (const f of faultsOf(model, optionsIn)) {
    const option = 'option' in f ? f.option : ''
    problems.push({
      ...(option ? { option } : {}),
      ...('rule' in f ? { rule: f.rule } : {}),
      text: faults[f.code]!(option),
    })
  }
  return { model, problems }
}
