import { choice, ref } from '#core/kinds/index.ts'
import type { Filter } from '#core/filter.ts'
import { Missing } from '#core/error.ts'
import { operation } from '#core/operation.ts'
import { cardOf, type CardFigure } from './card-figures.ts'
import { counted, type Counting } from './counted.ts'
import { periodNamed, periodOptions, type PeriodName } from './named-period.ts'
import { shifted, shiftOf, type Period } from './period.ts'

type Known = { count: number; sum: string | null; filter: Filter }
export type PersonCard = {
  currency: string
  person: { id: string; title: string }
  period: Period
  before: Period
  groups: {
    key: string
    label: string
    figures: (Known & {
      key: string
      label: string
      about: string
      plural: string
      isFault: boolean
      /** Of these, which the share is of. */
      of: Known | null
      /** The same in the period before. */
      before: (Known & { of: Known | null }) | null
    })[]
  }[]
}

export const personCard = operation({
  name: 'user.card',
  summary: {
    en: 'Manager card: how a salesperson works',
    uk: 'Картка менеджера: як працює продавець',
  },
  about: {
    en: 'Activity, load, conversion and order in the data of one person, each with the records behind it, beside the period before. Counted is what you may see. Plan and fact are in quota.attainment.',
    uk: 'Активність, навантаження, конверсія й лад у даних однієї людини, кожен показник — із записами за ним і поруч із попереднім періодом. Рахується те, що вам видно. План і факт — у quota.attainment.',
  },
  effect: 'read',
  input: {
    user: ref('user', { label: { en: 'Who; oneself if empty', uk: 'Хто; порожньо — ви' } }),
    period: choice({
      start: 'thisMonth',
      options: periodOptions.filter((o) => !['ever', 'wholeYear', 'yearAhead'].includes(o.key)),
      label: { en: 'Period', uk: 'Період' },
    }),
  },
  needs: { deal: 'read', user: 'read', exchangeRate: 'read' },
  async run(c, input): Promise<PersonCard> {
    const [person] = await c.kolo.readIn(c.tx, 'user', [input.user ?? c.actor.user ?? ''].filter(Boolean), [
      'name',
    ])
    if (!person) throw new Missing('user', input.user ?? '')
    const house = { rights: c.kolo.rightsOf(c.actor), entityOf: c.kolo.entityOf }
    const period = periodNamed((input.period ?? 'thisMonth') as PeriodName, c.today)
    const before = shifted(period, shiftOf(period, 'previous')!)
    const now = new Date().toISOString()
    const groups = cardOf(person.id, period, c.today, now)
    const figures = figuresIn(groups)
    const past = Object.fromEntries(
      Object.entries(figuresIn(cardOf(person.id, before, c.today, now))).filter(([, f]) => f.isPeriod),
    )
    const found = await counted(c, house, {
      ...figures,
      ...Object.fromEntries(Object.entries(past).map(([key, f]): [string, Counting] => [`before.${key}`, f])),
    })
    const known = (key: string | undefined, prefix = ''): Known | null => {
      const of = key ? (prefix ? past[key] : figures[key]) : undefined
      const [one] = (of && found[prefix + key]) ?? []
      return of && one ? { count: one.count, sum: one.sum, filter: of.filter } : null
    }
    const { locale } = c.actor
    const shown = (key: string, f: CardFigure) => {
      const is = known(key)
      const was = known(key, 'before.')
      // What a figure is a share of now says nothing of what it was a share of then.
      return is
        ? [
            {
              ...is,
              key,
              label: f.label[locale],
              about: f.about[locale],
              plural: c.kolo.entity(f.entity).plural,
              isFault: f.isFault ?? false,
              of: known(f.of),
              before: was && { ...was, of: known(f.of, 'before.') },
            },
          ]
        : []
    }
    return {
      currency: c.kolo.workspace.currency,
      person: { id: person.id, title: String(person['name'] ?? '') },
      period,
      before,
      groups: Object.entries(groups).flatMap(([key, g]) => {
        const inside = Object.entries(g.figures).flatMap(([name, f]) => shown(name, f))
        return inside.length ? [{ key, label: g.label[locale], figures: inside }] : []
      }),
    }
  },
})

const figuresIn = (groups: ReturnType<typeof cardOf>): Record<string, CardFigure> =>
  Object.assign({}, ...Object.values(groups).map((g) => g.figures)) as Record<string, CardFigure>
