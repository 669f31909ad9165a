import sql from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import { boolean, ref, text, type PersonName } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { likely, type Likely } from '#modules/duplicates/index.ts'
import { endAssignments } from './distribute.ts'
import { lead, type Lead } from './lead.ts'

type Item = Record<string, unknown>
const id = ref('lead', { required: true, label: { uk: 'Лід' } })

export const whyNotConvert = (l: Pick<Lead, 'convertedAt'>) => (l.convertedAt ? 'converted' : null)
export const whyNotUndo = (l: Pick<Lead, 'convertedAt'>) => (l.convertedAt ? null : 'not_converted')

const ways = (list: unknown) => (Array.isArray(list) && list.length ? list : undefined)
const filled = (item: Item) =>
  Object.fromEntries(Object.entries(item).filter(([, v]) => v !== null && v !== undefined && v !== ''))

/** The account, contact and deal that a lead is about to become. */
export const draftsOf = (l: Lead) => {
  const name = l.person as PersonName | null
  const shared = { source: l.source, owner: l.owner }
  const reached = filled({ phones: ways(l.phones), emails: ways(l.emails) })
  // Who named neither himself nor a company is a person known by his address or number.
  const isPerson = name !== null || (!l.company && Object.keys(reached).length > 0)
  return {
    account: filled({
      ...shared,
      name: l.company ?? l.title,
      kind: l.company ? 'company' : 'household',
      website: l.website,
      industry: l.industry,
      employees: l.employees,
      addresses: l.region ? [{ region: l.region, primary: true }] : undefined,
      ...(isPerson ? {} : reached),
    }),
    contact: isPerson ? filled({ ...shared, name, jobTitle: l.jobTitle, ...reached }) : null,
    deal: filled({
      ...shared,
      name: l.interest ? `${l.interest.split('\n')[0]!.slice(0, 120)} — ${l.company ?? l.title}` : l.title,
      amount: l.value,
      product: l.product,
      channel: l.channel,
      description: [l.interest, l.campaign].filter(Boolean).join('\n\n'),
    }),
  }
}

/** Clients who may be the same, as far as the actor may see them. */
async function candidates(c: Context, l: Lead): Promise<{ account: Likely[]; contact: Likely[] }> {
  const { account, contact } = draftsOf(l)
  const of = (entity: string, draft: Item) => likely(c.tx, c.kolo, entity, draft, 5)
  return {
    account: l.company || !contact ? await of('account', account) : [],
    contact: contact ? await of('contact', contact) : [],
  }
}

export const leadCandidates = operation({
  name: 'lead.candidates',
  summary: { en: 'Clients that a lead may be', uk: 'Клієнти, якими може бути лід' },
  effect: 'read',
  input: { id },
  needs: { lead: 'read', account: 'read', contact: 'read' },
  async run(c, { id }) {
    const l = await c.tx.lock(lead, id)
    return { ...(await candidates(c, l)), drafts: draftsOf(l) }
  },
})

const make = async (c: Context, entity: string, item: Item): Promise<string> => {
  const operation = c.kolo.operation(`${entity}.create`)
  if (!c.kolo.may(c.actor, operation))
    throw new Invalid([{ path: entity, message: 'This role may not make one.', code: 'forbidden' }])
  const { items } = (await c.kolo.runIn(c.tx, operation, { items: [item] })) as { items: { id: string }[] }
  return items[0]!.id
}

export const convertLead = operation({
  name: 'lead.convert',
  summary: { en: 'Convert to a client', uk: 'Перетворити на клієнта' },
  effect: 'write',
  on: 'lead',
  whyNot: whyNotConvert,
  input: {
    id,
    account: ref('account', { label: { en: 'Existing account', uk: 'Наявна компанія' } }),
    contact: ref('contact', { label: { en: 'Existing contact', uk: 'Наявний контакт' } }),
    isNew: boolean({ label: { en: 'It is nobody we know', uk: 'Це ніхто з відомих' } }),
    withoutDeal: boolean({ label: { en: 'Without a deal', uk: 'Без угоди' } }),
    dealName: text({ max: 200, label: { en: 'Name of the deal', uk: 'Назва угоди' } }),
    stage: ref('stage', { label: { en: 'Stage', uk: 'Етап' } }),
  },
  needs: { lead: 'update' },
  refusals: {
    converted: { en: 'It is converted already.', uk: 'Ліда вже перетворено.' },
    known: {
      en: 'This may be a client we know: choose him, or say that it is somebody new.',
      uk: 'Можливо, це відомий клієнт: виберіть його або вкажіть, що це хтось новий.',
    },
  },
  async run(c, { id, account, contact, isNew, withoutDeal, dealName, stage }) {
    const before = await c.tx.lock(lead, id)
    const reason = whyNotConvert(before)
    if (reason) c.refuse(reason)
    const known = await candidates(c, before)
    if (!isNew && ((!account && known.account.length > 0) || (!contact && known.contact.length > 0)))
      c.refuse('known')
    const drafts = draftsOf(before)
    const made: string[] = []
    const note = (entity: string, one: string) => (made.push(`${entity}:${one}`), one)
    const theirs = contact
      ? (
          await c.tx.one<{ account: string | null }>(
            sql`select account_id as account from contacts where id = ${contact}::uuid`,
          )
        )?.account
      : null
    const toAccount = account ?? theirs ?? note('account', await make(c, 'account', drafts.account))
    const toContact =
      contact ??
      (drafts.contact
        ? note('contact', await make(c, 'contact', { ...drafts.contact, account: toAccount }))
        : null)
    const toDeal = withoutDeal
      ? null
      : note(
          'deal',
          await make(c, 'deal', {
            ...drafts.deal,
            ...(dealName ? { name: dealName } : {}),
            ...(stage ? { stage } : {}),
            account: toAccount,
            contact: toContact,
          }),
        )
    const now = new Date().toISOString()
    const after = await c.tx.save(lead, before, {
      status: 'qualified',
      account: toAccount,
      contact: toContact,
      deal: toDeal,
      convertedAt: now,
      reactedAt: before.reactedAt ?? now,
      made,
    })
    await endAssignments(c.tx, [id], 'reacted')
    c.emit('lead.converted', after, { account: toAccount, contact: toContact, deal: toDeal })
    return after
  },
})

/** Takes the conversion back: what it made goes into the bin, unless somebody has worked on it since. */
export const unconvertLead = operation({
  name: 'lead.unconvert',
  summary: { en: 'Undo the conversion', uk: 'Скасувати перетворення' },
  effect: 'write',
  on: 'lead',
  whyNot: whyNotUndo,
  input: { id },
  needs: { lead: 'update' },
  refusals: {
    not_converted: { en: 'It is not converted.', uk: 'Ліда не перетворено.' },
    worked_on: {
      en: 'Somebody has changed what the conversion made: bin those records by hand.',
      uk: 'Хтось змінив створені записи: вилучіть їх вручну.',
    },
  },
  async run(c, { id }) {
    const before = await c.tx.lock(lead, id)
    const reason = whyNotUndo(before)
    if (reason) c.refuse(reason)
    // What depends on another goes first: the deal, the contact, the account.
    for (const one of (before.made ?? []).toReversed()) {
      const [entity, made] = one.split(':') as [string, string]
      const [row] = await c.kolo.readIn(c.tx, entity, [made])
      if (!row) continue
      if (row.revision > 1) c.refuse('worked_on')
      await c.kolo.runIn(c.tx, c.kolo.operation(`${entity}.delete`), { ids: [made] })
    }
    const after = await c.tx.save(lead, before, {
      status: 'working',
      account: null,
      contact: null,
      deal: null,
      convertedAt: null,
      made: null,
    })
    c.emit('lead.unconverted', after)
    return after
  },
})
