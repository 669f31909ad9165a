import type { Filter } from '#core/filter.ts'
import type { Text } from '#core/text.ts'
import type { Counting } from './counted.ts'
import { during, plusDays, plusMonths, type Period } from './period.ts'
import { tilesOf, type Tile } from './tiles.ts'

/** `of`: it is told as a share of that other figure too. `isFault`: the fewer the better. `isPeriod`: of the period only,
 * so that it can be compared with the one before. */
export type CardFigure = Tile & { of?: string; isFault?: boolean; isPeriod?: boolean }
export type CardGroup = { label: Text; figures: Record<string, CardFigure> }

const silentMonths = 3
const spoken = ['call', 'meeting', 'visit']

/** All that a head looks at in a salesperson's work, in the language of lists, so that each number and the records behind
 * it are one thing. `now` is this moment. */
export function cardOf(user: string, period: Period, today: string, now: string): Record<string, CardGroup> {
  const records: Filter = ['owner', 'is', user]
  const activities: Filter = ['assignee', 'is', user]
  const tiles = tilesOf({ records: [records], activities: [activities] }, today, now)
  const of = (entity: string, ...filter: Filter[]): Counting => ({ entity, filter: { and: filter } })
  const done = (...more: Filter[]) =>
    of('activity', activities, ['status', 'is', 'done'], during('doneAt', period, true), ...more)
  const open = (...more: Filter[]): Counting => ({
    ...of('deal', records, ['status', 'is', 'open'], ...more),
    sum: 'amount',
  })
  const closed = (...status: string[]): Counting => ({
    ...of('deal', records, ['status', 'in', status], during('closeDate', period)),
    sum: 'amount',
    day: 'closeDate',
  })
  const sent = (...more: Filter[]): Counting => ({
    ...of('quote', records, during('sentAt', period, true), ...more),
    sum: 'total',
  })
  const silent = plusMonths(today, -silentMonths)
  const said = (
    what: Counting,
    label: Text,
    about: Text,
    more: Omit<Partial<CardFigure>, keyof Tile> = {},
  ) => ({
    ...what,
    label,
    about,
    ...more,
  })
  const t = (en: string, uk: string): Text => ({ en, uk })
  const fault = (whole?: string) => ({ isFault: true, ...(whole ? { of: whole } : {}) })
  const inPeriod = (whole?: string) => ({ isPeriod: true, ...(whole ? { of: whole } : {}) })
  return {
    activity: {
      label: t('Activity', 'Активність'),
      figures: {
        done: said(
          done(),
          t('Activities done', 'Виконано справ'),
          t('Activities of this person done in the period.', 'Справи цієї людини, виконані за період.'),
          inPeriod(),
        ),
        calls: said(
          done(['kind', 'is', 'call']),
          t('Calls', 'Дзвінки'),
          t('Calls made in the period.', 'Дзвінки, зроблені за період.'),
          inPeriod(),
        ),
        meetings: said(
          done(['kind', 'in', ['meeting', 'visit']]),
          t('Meetings and visits', 'Зустрічі й візити'),
          t('Meetings and visits held in the period.', 'Зустрічі й візити, проведені за період.'),
          inPeriod(),
        ),
        opened: said(
          { ...of('deal', records, during('openedOn', period)), sum: 'amount' },
          t('Deals opened', 'Відкрито угод'),
          t(
            'Deals opened in the period, by today’s rates.',
            'Угоди, відкриті за період, за сьогоднішніми курсами.',
          ),
          inPeriod(),
        ),
        sent: said(
          sent(),
          t('Quotes sent', 'Надіслано пропозицій'),
          t('Quotes sent to clients in the period.', 'Пропозиції, надіслані клієнтам за період.'),
          inPeriod(),
        ),
        covered: said(
          of('account', records, [
            'activity.account',
            'some',
            { and: [['status', 'is', 'done'], ['kind', 'in', spoken], during('doneAt', period, true)] },
          ]),
          t('Clients spoken with', 'Клієнти, з якими говорили'),
          t(
            'Companies of this person with a call, a meeting or a visit held in the period, by whomever; of all his companies.',
            'Компанії цієї людини, з якими за період був дзвінок, зустріч чи візит, хто б їх не провів; серед усіх її компаній.',
          ),
          inPeriod('accounts'),
        ),
      },
    },
    load: {
      label: t('Load', 'Навантаження'),
      figures: {
        open: tiles.open,
        accounts: said(
          of('account', records),
          t('Companies', 'Компанії'),
          t('Companies this person is responsible for.', 'Компанії, за які ця людина відповідає.'),
        ),
        leads: said(
          of('lead', records, ['status', 'in', ['new', 'working']]),
          t('Leads in work', 'Ліди в роботі'),
          t(
            'Leads that are neither qualified nor put aside.',
            'Ліди, які ще не кваліфіковано й не відкладено.',
          ),
        ),
        ahead: said(
          of(
            'activity',
            activities,
            ['status', 'in', ['planned', 'started']],
            ['plannedAt', 'gte', now],
            ['plannedAt', 'lt', plusDays(today, 8)],
          ),
          t('Planned for a week', 'Заплановано на тиждень'),
          t(
            'Activities planned from now for the seven days ahead.',
            'Справи, заплановані на найближчі сім днів.',
          ),
        ),
        requests: said(
          of('internalRequest', activities, ['status', 'in', ['asked', 'taken']]),
          t('Requests to answer', 'Запити без відповіді'),
          t(
            'Requests of other departments that wait for this person.',
            'Запити інших відділів, що чекають на цю людину.',
          ),
        ),
        unpaid: tiles.unpaid,
      },
    },
    conversion: {
      label: t('Conversion', 'Конверсія'),
      figures: {
        closed: said(
          closed('won', 'lost'),
          t('Deals closed', 'Закрито угод'),
          t(
            'Deals won or lost with a close date in the period, by the rates of those days.',
            'Угоди, виграні чи програні з датою закриття в періоді, за курсами тих днів.',
          ),
          inPeriod(),
        ),
        won: said(
          closed('won'),
          t('Of them won', 'З них виграно'),
          t(
            'Deals won with a close date in the period; their share of the closed is the win rate.',
            'Угоди, виграні з датою закриття в періоді; їхня частка серед закритих — частка виграних.',
          ),
          inPeriod('closed'),
        ),
        accepted: said(
          sent(['status', 'is', 'accepted']),
          t('Quotes accepted', 'Прийнято пропозицій'),
          t(
            'Of the quotes sent in the period, those accepted since.',
            'З пропозицій, надісланих за період, ті, які вже прийнято.',
          ),
          inPeriod('sent'),
        ),
        given: said(
          of('lead', records, during('createdAt', period, true)),
          t('Leads received', 'Отримано лідів'),
          t('Leads of this person that came in the period.', 'Ліди цієї людини, що надійшли за період.'),
          inPeriod(),
        ),
        qualified: said(
          of('lead', records, during('createdAt', period, true), ['status', 'is', 'qualified']),
          t('Of them qualified', 'З них кваліфіковано'),
          t(
            'Of the leads that came in the period, those that became clients or deals.',
            'З лідів, що надійшли за період, ті, що стали клієнтами чи угодами.',
          ),
          inPeriod('given'),
        ),
        sold: said(
          {
            ...of('order', records, ['status', 'in', ['confirmed', 'done']], during('date', period)),
            sum: 'net',
            day: 'date',
          },
          t('Orders', 'Замовлення'),
          t(
            'Confirmed and completed orders dated in the period, after all discounts and without VAT, by the rates of those days.',
            'Підтверджені й виконані замовлення з датою в періоді, після всіх знижок і без ПДВ, за курсами тих днів.',
          ),
          inPeriod(),
        ),
      },
    },
    discipline: {
      label: t('Order in the data', 'Лад у даних'),
      figures: {
        withoutStep: { ...tiles.withoutStep, ...fault('open') },
        overdue: { ...tiles.overdue, isFault: true },
        stale: { ...tiles.stale, ...fault('open') },
        pastClose: said(
          open(['closeDate', 'lt', today]),
          t('Past their close date', 'Дата закриття минула'),
          t(
            'Open deals that should have been closed before today.',
            'Відкриті угоди, які мали закритися до сьогодні.',
          ),
          fault('open'),
        ),
        incomplete: said(
          open({
            or: [
              ['amount', 'empty'],
              ['closeDate', 'empty'],
              ['account', 'empty'],
            ],
          }),
          t('Deals not filled in', 'Незаповнені угоди'),
          t(
            'Open deals without an amount, a close date or a company.',
            'Відкриті угоди без суми, дати закриття чи компанії.',
          ),
          fault('open'),
        ),
        untold: said(
          done(['kind', 'in', spoken], ['outcome', 'empty'], ['result', 'empty']),
          t('Talks without a result', 'Розмови без підсумку'),
          t(
            'Calls, meetings and visits of the period that say neither how they ended nor what was said; of all that was done.',
            'Дзвінки, зустрічі й візити за період без підсумку й без запису про розмову; серед усього виконаного.',
          ),
          { ...fault('done'), isPeriod: true },
        ),
        silent: said(
          of('account', records, [
            'activity.account',
            'none',
            {
              and: [
                ['status', 'is', 'done'],
                ['doneAt', 'gte', silent],
              ],
            },
          ]),
          t('Clients left alone', 'Клієнти без уваги'),
          t(
            `Companies with which nothing was done for ${silentMonths} months.`,
            `Компанії, з якими нічого не робили понад ${silentMonths} місяці.`,
          ),
          fault('accounts'),
        ),
        waiting: { ...tiles.leads, isFault: true },
      },
    },
  }
}
