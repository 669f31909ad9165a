import { Decimal } from 'decimal.js'
import sql, { raw } from 'sql-template-tag'
import { systemActor } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
import { insert, type Tx } from './laid.ts'
import { speak, type Language } from './language.ts'
import { loadQuestionnaires } from './questionnaires.ts'
import { makeRandom } from './random.ts'
import { competitors } from './specials.ts'
import { inWords } from './naming.ts'
import { loadPlaybooks } from './playbooks.ts'
import { duties, nextSteps, requests } from './words/selling.ts'

type Deal = {
  id: string
  code: string
  status: 'open' | 'won' | 'lost'
  amount: string | null
  currency: string | null
  contact: string | null
  account: string | null
  owner: string | null
  reason: string | null
  competitor: string | null
  daysLeft: number
}

/** What the company looks at in lists, added up from other records. */
const rollups = [
  {
    entity: 'account',
    key: 'boughtThisYear',
    label: 'Bought this year',
    labelUk: 'Куплено цього року',
    kind: 'rollup',
    rollup: {
      of: 'order.account',
      how: 'sum',
      what: 'net',
      filter: {
        and: [
          ['status', 'in', ['confirmed', 'done']],
          ['date', 'this', 'year'],
        ],
      },
    },
  },
  {
    entity: 'deal',
    key: 'qualification',
    label: 'Best score of its questionnaires, %',
    labelUk: 'Найкраща оцінка з анкет, %',
    kind: 'rollup',
    rollup: { of: 'filledQuestionnaire.record', how: 'most', what: 'percent' },
  },
]

/** What a deal consists of beside itself: people, competitors, requests to other departments, next steps and what
 * is told of refusals. Laid past the operations, in a few statements. */
export async function loadDealParts(kolo: Kolo, locale: Language['locale']): Promise<void> {
  const language = speak(locale)
  const { say } = language
  await kolo.db.system(async (tx) => {
    const deals =
      await tx.rows<Deal>(sql`select d.id, d.code, d.status, d.amount, d.amount_currency as currency,
        d.contact_id as contact, d.account_id as account, d.owner_id as owner,
        d.loss_reason_id as reason, d.competitor, d.close_date - current_date as "daysLeft"
      from deals d where d.deleted_at is null order by d.code`)
    await nextStepsOf(tx, deals, language)
    await peopleOf(tx, deals, language)
    await rivals(tx, deals, language)
    await requestsOf(tx, deals, language)
    await loadPlaybooks(tx, language)
    await loadQuestionnaires(tx, language)
    for (const table of ['deal_members', 'deal_contacts', 'deal_competitors'])
      await tx.rows(
        sql`update ${raw(table)} p set owner_id = d.owner_id, team_id = d.team_id from deals d where d.id = p.deal_id`,
      )
    await tx.rows(
      sql`update stages set checklist = ${JSON.stringify([
        say({ uk: 'Проєкт договору погоджено з клієнтом', en: 'Draft contract agreed with the client' }),
      ])}::jsonb, requires = '["amount","closeDate","contact"]' where outcome = 'open' and probability = 85`,
    )
    await tx.rows(
      sql`update stages set requires = '["amount"]' where outcome = 'open' and probability between 50 and 70`,
    )
  })
  await kolo.call(systemActor(), 'customField.create', { items: rollups })
}

async function nextStepsOf(tx: Tx, deals: Deal[], { say }: Language) {
  const random = makeRandom('next steps')
  const steps = deals
    .filter((d) => d.status === 'open' && random.chance(0.75))
    .map((d) => ({
      id: d.id,
      step: say(random.pick(nextSteps)),
      in: random.chance(0.2) ? -random.int(1, 9) : random.int(0, 14),
    }))
  await tx.rows(sql`update deals d set next_step = s.step, next_step_on = current_date + s."in"
    from jsonb_to_recordset(${JSON.stringify(steps)}::jsonb) as s(id uuid, step text, "in" int) where d.id = s.id`)
}

async function peopleOf(tx: Tx, deals: Deal[], { say }: Language) {
  const random = makeRandom('people of deals')
  const others = await tx.rows<{ id: string }>(
    sql`select id from users where is_active and account_id is null order by code`,
  )
  const big = deals.filter((d) => d.status === 'open' && d.owner && Number(d.amount) > 400_000)
  await insert(
    tx,
    'deal_members',
    big.flatMap((d) => {
      const other = random.pick(others.filter((u) => u.id !== d.owner))
      const share = random.pick([60, 70, 80])
      return [
        { deal_id: d.id, user_id: d.owner, percent: share, duty: say(duties[0]!) },
        { deal_id: d.id, user_id: other.id, percent: 100 - share, duty: say(random.pick(duties.slice(1))) },
      ]
    }),
  )
  const colleagues = await tx.rows<{ account: string; id: string }>(
    sql`select account_id as account, id from contacts where account_id is not null and deleted_at is null order by code`,
  )
  const by = Map.groupBy(colleagues, (c) => c.account)
  const parts = ['decides', 'influencer', 'user', 'buyer', 'champion', 'blocker']
  await insert(
    tx,
    'deal_contacts',
    deals
      .filter((d) => d.status === 'open')
      .flatMap((d) =>
        (by.get(d.account ?? '') ?? []).slice(0, 3).map(({ id }, i) => ({
          deal_id: d.id,
          contact_id: id,
          part: i === 0 ? 'decides' : random.pick(parts.slice(1)),
          influence: random.pick(['high', 'medium', 'low']),
          attitude: random.weighted(
            ['for', 'neutral', 'against'],
            (a) => ({ for: 4, neutral: 5, against: 1 })[a]!,
          ),
        })),
      ),
  )
}

/** Competitors, where they stand against us, and to whom we lost. */
async function rivals(tx: Tx, deals: Deal[], language: Language) {
  const random = makeRandom('rivals')
  const names = competitors.map((c) => inWords(c, language))
  const there = await tx.rows<{ name: string }>(sql`select name from competitors`)
  await insert(
    tx,
    'competitors',
    names
      .filter((name) => !there.some((c) => c.name === name))
      .map((name) => ({ name, search: name.toLowerCase() })),
  )
  const known = await tx.rows<{ id: string; name: string }>(sql`select id, name from competitors order by id`)
  await tx.rows(sql`update competitors c set account_id = a.id from accounts a where a.name = c.name`)
  const asked = await tx.rows<{ id: string; name: string }>(
    sql`select id, name from loss_reasons order by id`,
  )
  const is = (d: Deal, ...words: string[]) => words.includes(asked.find((r) => r.id === d.reason)?.name ?? '')
  const price = ['Ціна', 'Price']
  const bought = ['Купили в конкурента', 'Bought from a competitor']
  const idOf = (d: Deal) => known.find((k) => k.name === d.competitor)?.id ?? random.pick(known).id
  const lost = deals.filter((d) => d.status === 'lost' && is(d, ...price, ...bought) && d.amount)
  const told = lost.map((d) => ({
    id: d.id,
    to: d.competitor || is(d, ...bought) ? idOf(d) : null,
    gap: is(d, ...price) ? new Decimal(d.amount!).times(random.int(3, 18)).div(100).toFixed(2) : null,
  }))
  await tx.rows(sql`update deals d set lost_to_id = s."to", price_gap = s.gap,
      price_gap_currency = case when s.gap is not null then d.amount_currency end
    from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as s(id uuid, "to" uuid, gap numeric) where d.id = s.id`)
  await tx.rows(sql`update loss_reasons set needs_price_gap = true where name = any(${price}::text[])`)
  await tx.rows(sql`update loss_reasons set needs_competitor = true where name = any(${bought}::text[])`)
  const open = deals.filter((d) => d.status === 'open' && d.amount && random.chance(0.4))
  // Whom we were chosen over.
  const won = deals.filter((d) => d.status === 'won' && d.amount && random.chance(0.3))
  const row = (d: Deal, competitor_id: string) => ({
    deal_id: d.id,
    competitor_id,
    price: new Decimal(d.amount!).times(random.int(86, 108)).div(100).toFixed(2),
    price_currency: d.currency,
  })
  await insert(tx, 'deal_competitors', [
    ...[...open, ...won].map((d) => row(d, random.pick(known).id)),
    ...told.flatMap((t) =>
      t.to
        ? [
            row(
              lost.find((d) => d.id === t.id)!,
              t.to,
            ),
          ]
        : [],
    ),
  ])
}

/** What is asked of other departments for the deals that are open. */
async function requestsOf(tx: Tx, deals: Deal[], { say }: Language) {
  const random = makeRandom('requests')
  const teams = await tx.rows<{ id: string }>(sql`select id from teams order by created_at, id`)
  const open = random.shuffle(deals.filter((d) => d.status === 'open' && d.owner)).slice(0, 24)
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
  const rows = open.map((d, i) => {
    const [kind, subject, answer] = requests[i % requests.length]!
    const status = random.weighted(
      ['asked', 'taken', 'answered', 'closed'],
      (s) => ({ asked: 4, taken: 3, answered: 2, closed: 3 })[s]!,
    )
    const isDone = status === 'answered' || status === 'closed'
    return {
      subject: say(subject),
      search: say(subject).toLowerCase(),
      kind,
      status,
      department_id: random.pick(teams).id,
      deal_id: d.id,
      account_id: d.account,
      owner_id: d.owner,
      due_at: at(isDone ? -random.int(10, 90) : random.int(-10, 60)),
      ...(status === 'asked' ? {} : { taken_at: at(-random.int(20, 100)) }),
      ...(isDone ? { answer: say(answer), answered_at: at(-random.int(5, 19)) } : {}),
    }
  })
  await insert(tx, 'internal_requests', rows)
  await tx.rows(sql`update internal_requests r set team_id = u.team_id from users u where u.id = r.owner_id`)
}
