import { json, ref } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import { text } from '#core/kinds/index.ts'
import { readChoices } from './choices.ts'
import { priceOf } from './price.ts'
import { reasonTexts } from './reasons.ts'
import { ask, broken, openModel } from './solved.ts'

const input = {
  model: ref('optionModel', { required: true, label: { uk: 'Модель' } }),
  choices: json<unknown, {}>({ label: { en: 'Choices', uk: 'Вибір' } }),
  account: ref('account', { label: { uk: 'Компанія' } }),
}
const needs = { optionModel: 'read', product: 'read' } as const

/** What the choices so far leave of every option, what they come to, and whether they are a whole configuration. */
export const evaluate = operation({
  name: 'configurator.evaluate',
  summary: {
    en: 'See what the choices leave open and cost',
    uk: 'Побачити, що лишає вибір і скільки коштує',
  },
  effect: 'read',
  input,
  needs,
  refusals: broken,
  async run(c, { model, choices, account }) {
    const { loaded, known } = await openModel(c, model)
    const found = await ask(c, known, 'evaluate', readChoices(choices, loaded))
    if (found.reasons)
      return {
        isPossible: false as const,
        reasons: reasonTexts(found.reasons, loaded, c.actor.locale),
      }
    const { states, counts, whole } = found
    return {
      isPossible: true as const,
      /** Nothing is left to decide: what is not chosen is left out. */
      isWhole: whole !== null,
      options: Object.fromEntries(
        loaded.options.map((o) => [o.key, { state: states.get(o.key)!, count: counts.get(o.key)! }]),
      ),
      price: { ...(await priceOf(c, loaded, counts, account)), currency: loaded.currency },
    }
  },
})

/** Why an option cannot be chosen, or cannot be left out, beside the choices so far. */
export const explain = operation({
  name: 'configurator.explain',
  summary: { en: 'Say why an option is impossible', uk: 'Пояснити, чому опція неможлива' },
  effect: 'read',
  input: {
    ...input,
    option: text({ required: true, max: 60, label: { uk: 'Опція' } }),
  },
  needs,
  refusals: broken,
  async run(c, { model, choices, option }) {
    const { loaded, known } = await openModel(c, model)
    const decided = readChoices(choices, loaded)
    readChoices({ [option]: 0 }, loaded, 'option')
    const { min } = loaded.options.find((o) => o.key === option)!
    const others = [...decided].filter(([key]) => key !== option)
    const wish = decided.get(option) === 0 || !decided.has(option) ? min : 0
    const reasons = await ask(c, known, 'why', new Map([...others, [option, wish]]))
    return { reasons: reasonTexts(reasons, loaded, c.actor.locale).filter((r) => r.option !== option) }
  },
})

/** The cheapest whole configuration with these choices in it. */
export const complete = operation({
  name: 'configurator.complete',
  summary: { en: 'Complete a configuration for the least', uk: 'Доповнити конфігурацію найдешевше' },
  effect: 'read',
  input,
  needs,
  refusals: {
    ...broken,
    impossible: { en: 'These choices contradict each other.', uk: 'Цей вибір суперечить сам собі.' },
  },
  async run(c, { model, choices, account }) {
    const { loaded, known } = await openModel(c, model)
    const decided = readChoices(choices, loaded)
    const one = new Map(loaded.options.map((o) => [o.key, 1]))
    const { lines } = await priceOf(c, loaded, one, account)
    const costs = new Map(
      lines.flatMap((l) => (l.option ? [[l.option, Math.round(Number(l.unitPrice))]] : [])),
    )
    const whole =
      (await ask(c, known, 'cheapest', decided, costs as Map<string, number>)) ?? c.refuse('impossible')
    return { choices: Object.fromEntries([...whole].filter(([, count]) => count > 0)) }
  },
})
