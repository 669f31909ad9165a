import sql from 'sql-template-tag'
import type { Actor } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
import { slug, speak, type Language } from './language.ts'
import { makeRandom } from './random.ts'
import { makePerson } from './words/people.ts'
import { interests, leadCompanies } from './words/selling.ts'

const regions = ['Київська', 'Львівська', 'Одеська', 'Дніпропетровська', 'Харківська']
type Known = {
  deal: string
  account: string
  contact: string
  last: string | null
  first: string | null
  company: string
  owner: string
  source: string | null
  channel: string | null
  at: string
}

/** A form on the site, the rules by which leads are given out, and leads in every state. */
export async function loadLeads(kolo: Kolo, actor: Actor, locale: Language['locale']): Promise<void> {
  const language = speak(locale)
  const { say, spell } = language
  const random = makeRandom('leads')
  const sellers = await kolo.db.system((tx) =>
    tx.rows<{ id: string; team: string; branch: number }>(sql`select u.id, u.team_id as team,
        (row_number() over (order by u.code))::int % 5 as branch
      from users u join roles r on r.id = u.role_id where r.key = 'sales' and u.is_active and u.deleted_at is null order by u.code`),
  )
  const create = async (entity: string, items: object[]) =>
    (await kolo.call<{ items: { id: string }[] }>(actor, `${entity}.create`, { items, returning: false }))
      .items
  const consent = say({
    uk: 'Погоджуюся на обробку моїх даних для відповіді на запит.',
    en: 'I agree that my data are used to answer my request.',
  })
  const [form] = await create('webForm', [
    {
      name: say({ uk: 'Підбір обладнання', en: 'Choosing equipment' }),
      slug: 'pidbir',
      locale,
      heading: say({ uk: 'Підберемо котел або насос', en: 'We will choose a boiler or a pump' }),
      intro: say({
        uk: 'Розкажіть, що потрібно, — інженер зателефонує протягом години.',
        en: 'Say what you need: an engineer will call within the hour.',
      }),
      asks: ['name', 'company', 'phone', 'email', 'region', 'interest'],
      requires: ['name', 'phone'],
      consent,
      campaign: say({ uk: 'Осінь — тепло', en: 'Autumn warmth' }),
    },
  ])
  await create(
    'leadTaker',
    sellers.map((s) => ({
      user: s.id,
      regions: [spell(regions[s.branch]!)],
      perDay: 12,
      atOnce: 40,
      worksFrom: '09:00',
      worksTo: '18:00',
      workDays: ['1', '2', '3', '4', '5'],
    })),
  )
  await create('leadRule', [
    {
      name: say({ uk: 'За регіоном', en: 'By region' }),
      position: 1,
      method: 'load',
      byTerritory: true,
      reactMinutes: 60,
    },
    {
      name: say({ uk: 'Решта по черзі', en: 'The rest in turn' }),
      position: 2,
      method: 'turn',
      reactMinutes: 120,
    },
  ])
  const leads = Array.from({ length: 54 }, (_, i) => {
    const person = makePerson(random, 0.6)
    const company = leadCompanies[i % leadCompanies.length]
    const isWaiting = i >= 48
    return {
      person: { last: spell(person.last), first: spell(person.first) },
      ...(company ? { company: say(company) } : {}),
      // Who fills in a form is asked for a mailbox.
      ...(i % 3 === 0
        ? { emails: [{ value: `${slug(`${person.first} ${person.last}`)}@poshta.example`, primary: true }] }
        : {}),
      phones: [{ value: `+38067${String(5_550_000 + i * 131).padStart(7, '0')}`, primary: true }],
      region: spell(regions[random.int(0, 4)]!),
      source: random.pick(['site', 'site', 'advertising', 'call', 'event', 'recommendation']),
      interest: say(random.pick(interests)),
      value: { amount: String(random.int(3, 60) * 5000), currency: 'UAH' },
      ...(isWaiting ? {} : { owner: random.pick(sellers).id }),
    }
  })
  // One who asks again, and one who is a client already.
  const client = await kolo.db.system((tx) =>
    tx.one<{ person: { last: string; first: string }; phones: (typeof leads)[number]['phones'] }>(
      sql`select jsonb_build_object('last', name_last, 'first', name_first) as person, phones from contacts
        where jsonb_array_length(phones) > 0 and name_first is not null and deleted_at is null order by code, id limit 1`,
    ),
  )
  Object.assign(leads[49]!, client)
  const { person, phones } = leads[20]!
  Object.assign(leads[50]!, { person, phones })
  const made = await create('lead', leads)
  const states = made.map(({ id }, i) => ({
    id,
    status: i < 14 ? 'new' : i < 30 ? 'working' : i < 48 ? 'unqualified' : 'new',
    reason:
      i >= 30 && i < 48 ? random.pick(['noNeed', 'noMoney', 'unreachable', 'wrongMarket', 'spam']) : null,
    hours: i >= 48 ? random.int(0, 2) : i < 14 ? random.int(1, 40) : random.int(48, 1400),
    form: i % 3 === 0 ? form!.id : null,
  }))
  await kolo.db.system(async (tx) => {
    await tx.rows(sql`update leads l set status = s.status, unfit_reason = s.reason, form_id = s.form,
        consent = case when s.form is not null then ${consent} end,
        created_at = now() - make_interval(hours => s.hours), first_touch_at = now() - make_interval(hours => s.hours),
        assigned_at = case when owner_id is not null then now() - make_interval(hours => s.hours) end,
        reacted_at = case when s.status <> 'new' then now() - make_interval(hours => s.hours) + interval '35 minutes' end
      from jsonb_to_recordset(${JSON.stringify(states)}::jsonb) as s(id uuid, status text, reason text, hours int, form uuid)
      where l.id = s.id`)
  })
  const byForm = states.filter((s) => s.form)
  await ticked(
    kolo,
    actor,
    byForm.filter(() => random.chance(0.6)),
  )
  await converted(kolo, actor)
}

/** What those who came by the form agreed to there, beside what it cannot do without. */
async function ticked(
  kolo: Kolo,
  actor: Actor,
  leads: readonly { id: string; hours: number }[],
): Promise<void> {
  const news = await kolo.db.system((tx) =>
    tx.one<{ id: string }>(
      sql`select id from consent_purposes where asks_in_forms and deleted_at is null order by id limit 1`,
    ),
  )
  for (const [i, { id, hours }] of leads.entries())
    await kolo.call(actor, 'consent.give', {
      records: [{ entity: 'lead', id }],
      purpose: news!.id,
      channels: ['email'],
      source: 'form',
      proof: `/f/pidbir · 192.0.2.${20 + i} · Mozilla/5.0 (Linux; Android 16)`,
      at: new Date(Date.now() - hours * 3_600_000).toISOString(),
    })
}

/** The last months' deals that came from the site or a call began as leads. */
async function converted(kolo: Kolo, actor: Actor): Promise<void> {
  const known = await kolo.db.system((tx) =>
    tx.rows<Known>(sql`select d.id as deal, d.account_id as account, c.id as contact, c.name_last as last, c.name_first as first,
        a.name as company, d.owner_id as owner, d.source, d.channel, d.opened_on::text as at
      from deals d join accounts a on a.id = d.account_id
      join lateral (select * from contacts where account_id = a.id and deleted_at is null order by id limit 1) c on true
      where d.source in ('site', 'call', 'advertising') and d.owner_id is not null and d.opened_on > current_date - 75
      order by d.code limit 60`),
  )
  if (known.length === 0) return
  const { items } = await kolo.call<{ items: { id: string }[] }>(actor, 'lead.create', {
    items: known.map((k) => ({
      person: { last: k.last, first: k.first },
      company: k.company,
      source: k.source,
      channel: k.channel,
      owner: k.owner,
    })),
    returning: false,
  })
  const ends = items.map(({ id }, i) => ({ id, ...known[i]! }))
  await kolo.db.system((tx) =>
    tx.rows(sql`update leads l set status = 'qualified', account_id = s.account, contact_id = s.contact, deal_id = s.deal,
        created_at = s.at + time '09:00' at time zone 'UTC', first_touch_at = s.at + time '09:00' at time zone 'UTC',
        assigned_at = s.at + time '09:05' at time zone 'UTC', reacted_at = s.at + time '09:40' at time zone 'UTC',
        converted_at = s.at + time '11:00' at time zone 'UTC'
      from jsonb_to_recordset(${JSON.stringify(ends)}::jsonb) as s(id uuid, account uuid, contact uuid, deal uuid, at date)
      where l.id = s.id`),
  )
}
