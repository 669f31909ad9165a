import pg from 'pg'
import type { Actor } from '#core/actor.ts'
import sql, { raw } from 'sql-template-tag'
import type { Kolo } from '#core/kolo.ts'
import { receiveAll } from '#modules/mail/index.ts'
import type { Company } from './company.ts'
import { loadConsents } from './consents.ts'
import { loadConfigurator } from './configurator.ts'
import { speak } from './language.ts'
import { loadOrders, reserveGoods } from './load-orders.ts'
import { pastOf, type Made } from './past.ts'
import { loadPrices } from './prices.ts'
import { loadSegments } from './segments.ts'
import { loadSold } from './sold.ts'
import { arrivals, salesAddress } from './mail.ts'
import { founder } from './week.ts'

type Sample = { key: string }
type Step = { entity: string; records: readonly Sample[]; references: readonly string[] }
export type LoadedSignIn = {
  id: string
  name: string
  email: string
  role: string
  team: string | null
  about: string
}
/** `what` names the entity being written; `total` is the whole company's number of records. */
export type Progress = (state: { done: number; total: number; what: string }) => void

/** What is written, in an order in which everything referred to is there; each with its fields that refer. */
const stepsOf = (c: Company, hasFounder: boolean): Step[] => [
  { entity: 'team', records: c.teams, references: ['parent'] },
  { entity: 'user', records: c.users, references: ['role', 'team', 'manager'] },
  { entity: 'issuer', records: c.issuers, references: [] },
  { entity: 'documentTemplate', records: c.documentTemplates, references: [] },
  { entity: 'mailTemplate', records: c.mailTemplates, references: [] },
  { entity: 'reminderStep', records: c.reminderSteps, references: ['letterUk', 'letterEn'] },
  { entity: 'productGroup', records: c.productGroups, references: ['parent'] },
  { entity: 'product', records: c.products, references: ['group'] },
  { entity: 'accountGroup', records: c.accountGroups, references: [] },
  { entity: 'account', records: c.accounts, references: ['parent', 'group', 'owner'] },
  { entity: 'user', records: c.clientUsers, references: ['role', 'team', 'account'] },
  { entity: 'accountRole', records: c.accountRoles, references: ['account'] },
  { entity: 'contact', records: c.contacts, references: ['account', 'owner'] },
  { entity: 'affiliation', records: c.affiliations, references: ['contact', 'account'] },
  { entity: 'keyDate', records: c.keyDates, references: ['record'] },
  { entity: 'relation', records: c.relations, references: ['record', 'other'] },
  { entity: 'pipeline', records: c.pipelines, references: [] },
  { entity: 'stage', records: c.stages, references: ['pipeline'] },
  { entity: 'lossReason', records: c.lossReasons, references: [] },
  {
    entity: 'deal',
    records: c.deals,
    references: ['account', 'contact', 'product', 'stage', 'lossReason', 'owner'],
  },
  { entity: 'agreement', records: c.agreements, references: ['account', 'owner'] },
  { entity: 'activityOutcome', records: c.activityOutcomes, references: [] },
  {
    entity: 'activity',
    records: c.activities.filter((a) => hasFounder || a['assignee'] !== founder),
    references: ['record', 'assignee', 'doneBy', 'outcome'],
  },
  { entity: 'comment', records: c.comments, references: ['record'] },
]

const atOnce = 1000

/** The record as the API takes it; null while something it refers to is not there yet. */
function resolved(record: Sample, references: readonly string[], ids: ReadonlyMap<string, string>) {
  const { key: _, by: __, ...item } = record as Sample & Record<string, unknown>
  for (const name of references) {
    const to = item[name] as string | { entity: string; key: string } | undefined
    if (to === undefined) continue
    const id = ids.get(typeof to === 'string' ? to : to.key)
    if (id === undefined) return null
    item[name] = typeof to === 'string' ? id : { entity: to.entity, id }
  }
  return item
}

const as = (actor: Actor, user: string | undefined): Actor => (user ? { ...actor, user, via: 'web' } : actor)

/** Made by the stock operation; those of the past stand there at once. */
async function create(
  kolo: Kolo,
  actor: Actor,
  entity: string,
  records: readonly object[],
  made: readonly (Made | undefined)[],
): Promise<{ id: string }[]> {
  const o = kolo.operation(`${entity}.create`)
  const input = kolo.schemaOf(actor, o).parse({ items: records, returning: false })
  return kolo.db.as(actor, async (tx) => {
    const { items } = (await kolo.runIn(tx, o, input)) as { items: { id: string }[] }
    const since = items.flatMap(({ id }, i) => (made[i] ? [{ id, at: made[i].at }] : []))
    if (since.length > 0)
      await tx.rows(sql`update ${raw(`"${kolo.entity(entity).table}"`)} t set created_at = least(s.at, now()), updated_at = least(s.at, now())
        from jsonb_to_recordset(${JSON.stringify(since)}::jsonb) as s(id uuid, at timestamptz) where t.id = s.id`)
    return items
  })
}

/** After so much at once PostgreSQL guesses wrongly what is how rare, until it looks by itself: the lists behind figures then
 * take seconds. Only the owner of the tables may tell it to look. */
export async function analyse({ db }: Kolo): Promise<void> {
  const owner = new pg.Client({
    ...(db.config as pg.ClientConfig),
    options: `-c role=${db.workspace}_owner`,
  })
  await owner.connect()
  try {
    await owner.query('analyze')
  } finally {
    await owner.end()
  }
}

/** Writes the sample company through the stock operations. Logins are the caller's to make, for the users it
 * answers with. */
export async function loadCompany(
  kolo: Kolo,
  actor: Actor,
  company: Company,
  onProgress: Progress = () => {},
): Promise<{ signIns: LoadedSignIn[] }> {
  const roles = await kolo.list(actor, 'role', { fields: ['key'], limit: 100 })
  const ids = new Map(roles.items.map((r) => [`role:${String(r['key'])}`, r['id'] as string]))
  if (actor.user) ids.set(founder, actor.user)
  const steps = stepsOf(company, Boolean(actor.user))
  const past = pastOf(company)
  const total = steps.reduce((sum, s) => sum + s.records.length, 0)
  let done = 0
  for (const { entity, records, references } of steps) {
    let left = [...records]
    while (left.length > 0) {
      const ready = left.flatMap((record) => {
        const item = resolved(record, references, ids)
        return item ? [{ key: record.key, item, made: past(entity, record as never) }] : []
      })
      const batch = ready.slice(0, atOnce)
      if (batch.length === 0)
        throw new Error(`The sample's ${entity} ${left[0]!.key} refers to what is not there.`)
      for (const some of Map.groupBy(batch, (b) => b.made?.by).values()) {
        const made = some.map((b) => b.made)
        const items = await create(
          kolo,
          as(actor, ids.get(made[0]?.by ?? '')),
          entity,
          some.map((b) => b.item),
          made,
        )
        some.forEach(({ key }, i) => ids.set(key, items[i]!.id))
      }
      left = left.filter((record) => !ids.has(record.key))
      onProgress({ done: (done += batch.length), total, what: entity })
    }
  }
  await loadOrders(kolo, ids, company)
  await loadPrices(kolo, actor, ids, company, company.today)
  await reserveGoods(kolo, actor)
  await loadConfigurator(kolo, actor, ids, company.locale)
  await loadSold(kolo, actor, ids, company)
  await loadConsents(kolo, actor, ids, company, speak(company.locale))
  await loadSegments(kolo, actor, ids, company, speak(company.locale))
  await loadMail(kolo, actor, company)
  await loadFiles(kolo, actor, company, ids)
  await analyse(kolo)
  return { signIns: signInsOf(company, ids) }
}

/** The letters lie there as if they had been received; no server is connected. */
async function loadMail(kolo: Kolo, actor: Actor, { mail, mailboxName }: Company) {
  const box = {
    name: mailboxName,
    address: salesAddress,
    kind: 'shared',
    isForAll: true,
    unknownWriters: 'lead',
  }
  const { items } = await kolo.call<{ items: { id: string }[] }>(actor, 'mailbox.create', { items: [box] })
  await receiveAll(kolo, items[0]!.id, arrivals(mail, mailboxName))
}

/** What is drawn is uploaded as by hand, and attached. */
async function loadFiles(kolo: Kolo, actor: Actor, { files }: Company, ids: ReadonlyMap<string, string>) {
  const items = await Promise.all(
    files.map(async ({ key: _, bytes, type, record, ...item }) => ({
      ...item,
      record: { entity: record.entity, id: ids.get(record.key)! },
      file: await kolo.files.put({ name: item.name, type, bytes, by: actor.user }),
    })),
  )
  await kolo.call(actor, 'attachment.create', { items, returning: false })
}

const signInsOf = (
  { signIns, users, clientUsers }: Company,
  ids: ReadonlyMap<string, string>,
): LoadedSignIn[] =>
  signIns.map(({ user, name, email, role, about }) => {
    const { team } = [...users, ...clientUsers].find((u) => u.key === user)!
    return {
      id: ids.get(user)!,
      name,
      email,
      role: role.replace('role:', ''),
      team: team ? ids.get(team)! : null,
      about,
    }
  })
