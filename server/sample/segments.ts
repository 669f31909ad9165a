import type { Actor } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Company } from './company.ts'
import type { Language } from './language.ts'

const t = (uk: string, en: string) => ({ uk, en })

const segments = [
  {
    of: 'account',
    name: t('Великі підприємства', 'Large companies'),
    description: t(
      'Від ста працівників: для проєктних пропозицій',
      'A hundred people and more: for project offers',
    ),
    filter: ['employees', 'gte', 100],
  },
  {
    of: 'contact',
    name: t('Вирішують у будівельників', 'Who decides at builders'),
    description: t('Запрошувати на виставку', 'To invite to the fair'),
    filter: {
      and: [
        ['decisionRole', 'is', 'decider'],
        ['account.industry', 'is', 'construction'],
      ],
    },
  },
  {
    of: 'contact',
    name: t('Клієнти з відкритими угодами', 'Clients with open deals'),
    filter: ['deal.contact', 'some', ['status', 'is', 'open']],
  },
]

const rules = [
  { name: t('Південь', 'The South'), user: 'kyiv.sales', regions: ['Одеська', 'Миколаївська', 'Херсонська'] },
  {
    name: t('Слобожанщина', 'Sloboda'),
    user: 'kharkiv.sales',
    regions: ['Харківська', 'Полтавська', 'Сумська'],
  },
]

/** What people of the sample keep together, and whose clients are by where they are. */
export async function loadSegments(
  kolo: Kolo,
  actor: Actor,
  ids: ReadonlyMap<string, string>,
  { users }: Pick<Company, 'users'>,
  { say, spell }: Pick<Language, 'say' | 'spell'>,
): Promise<void> {
  await kolo.call(actor, 'segment.create', {
    items: segments.map(({ name, description, ...s }) => ({
      ...s,
      name: say(name),
      ...(description && { description: say(description) }),
    })),
    returning: false,
  })
  const named = (region: string) => say({ uk: `${region} область`, en: `${spell(region)} oblast` })
  const idOf = (login: string) => ids.get(users.find((u) => u.email?.startsWith(`${login}@`))?.key ?? '')
  await kolo.call(actor, 'assignmentRule.create', {
    items: rules.flatMap(({ name, user, regions }, i) => {
      const to = idOf(user)
      return to ? [{ name: say(name), position: i + 1, regions: regions.map(named), to }] : []
    }),
    returning: false,
  })
}
