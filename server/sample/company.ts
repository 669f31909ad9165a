import type { Locale } from '#core/text.ts'
import { makeAccountGroups, withGroup } from './account-groups.ts'
import { makeAccountRoles } from './account-roles.ts'
import { makeClients, type Client, type Making } from './accounts.ts'
import { makeGroups, makeProducts } from './catalog.ts'
import { makeAffiliations, makeContacts, type Contact } from './contacts.ts'
import { makeDoubles } from './doubles.ts'
import { withCredit } from './credit.ts'
import { linesOf } from './deal-lines.ts'
import { makeDeals, type Deal, type Settled } from './deals.ts'
import { makeFiles } from './files.ts'
import { makeAgreements } from './agreements.ts'
import { makeDocumentTemplates } from './document-templates.ts'
import { makeIssuers } from './issuers.ts'
import { makeComments, makeJournal, makeOutcomes } from './journal.ts'
import { makeKeyDates, makeRelations, withPreferences } from './knowing.ts'
import { speak, type Language } from './language.ts'
import { makeOrders } from './orders.ts'
import { makeReminders } from './reminders.ts'
import { makeLossReasons, makePipelines, makeStages } from './selling.ts'
import { makeMail } from './mail.ts'
import { makeServiceDeals } from './service-deals.ts'
import { makeSpecials, type Specials } from './specials.ts'
import { domain, makeSellers, makeSignIns, makeTeams, makeUsers, type SignIn, type User } from './staff.ts'
import { makeStoryDeals } from './stories.ts'

export type Company = ReturnType<typeof makeCompany>

/** The whole sample company: the same for the same day and language, and in both languages the same but for its
 * words. Records are as the API takes them, except that they refer to each other by `key`. */
export function makeCompany({ today, locale }: { today: string; locale: Locale }) {
  const language = speak(locale)
  const making: Making = { today, language, sellers: makeSellers(today) }
  const plain = makeClients(making)
  const specials = makeSpecials(making, plain.length + 101)
  const clients = [
    ...plain,
    ...specials.twins,
    specials.tower,
    specials.leaver,
    specials.grower,
    ...specials.others,
  ]
  const { products, goods } = makeProducts(language)
  const met = withPreferences(makeContacts(making, clients), language)
  const contacts = [...met, ...makeDoubles(met, language)]
  const settled = [
    ...makeDeals(making, [...plain, ...specials.twins], goods),
    ...makeServiceDeals(making, plain, goods),
    ...makeStoryDeals(making, goods, specials),
  ]
  const staff = makeUsers(language)
  const buyer = clientUser(specials, contacts, language)
  const deals = numbered(settled, contacts, clients)
  const lines = new Map(
    deals.map((d) => [
      d.key,
      linesOf(
        d,
        products.find((p) => p.key === d.product)!,
        today,
        language,
      ),
    ]),
  )
  const stories = {
    tower: specials.tower.account.key,
    leaver: specials.leaver.account.key,
    grower: specials.grower.account.key,
    twins: specials.twins.map((t) => t.account.key),
  }
  const accounts = clients.map((c) => c.account)
  const orders = makeOrders({ today, language, deals, linesOf: lines, products, accounts, stories })
  const journal = { today, language, deals, staff }
  return {
    locale,
    today,
    name: language.say({ uk: 'Водолій', en: 'Vodolii' }),
    teams: makeTeams(language),
    users: staff,
    issuers: makeIssuers(language),
    documentTemplates: makeDocumentTemplates(language),
    ...makeReminders(language),
    /** Made after the accounts: each belongs to one. */
    clientUsers: [buyer],
    productGroups: makeGroups(language),
    products,
    accountGroups: makeAccountGroups(language),
    accounts: withCredit(accounts, orders, today).map(withGroup),
    accountRoles: makeAccountRoles(today, clients, specials.leaver, settled),
    contacts,
    affiliations: makeAffiliations(making, clients, contacts),
    keyDates: makeKeyDates(today, clients, contacts, language),
    relations: makeRelations(today, clients, contacts, language),
    pipelines: makePipelines(language),
    stages: makeStages(language),
    lossReasons: makeLossReasons(language),
    deals,
    lines,
    orders,
    files: makeFiles(deals, language),
    agreements: makeAgreements(accounts, today, language),
    activityOutcomes: makeOutcomes(language),
    activities: makeJournal(journal),
    comments: makeComments(journal),
    mailboxName: language.say({ uk: 'Відділ продажів', en: 'Sales' }),
    mail: makeMail(today, language, deals, contacts),
    signIns: [...makeSignIns(staff, language), clientSignIn(buyer, language)],
    /** Where to find the stories that stories.ts tells. */
    stories,
  }
}

/** In the order of their opening; each with someone of the account who has a say. */
function numbered(settled: Settled[], contacts: Contact[], clients: Client[]): Deal[] {
  const standing = new Map(clients.map((c) => [c.account.key, c.segment.standing]))
  const byAccount = Map.groupBy(contacts, (c) => c.account)
  return settled
    .toSorted((a, b) => (a.openedOn < b.openedOn ? -1 : a.openedOn > b.openedOn ? 1 : 0))
    .map((deal, i) => {
      const people = byAccount.get(deal.account) ?? []
      const contact = people[i % 3 === 0 ? i % people.length : 0]
      const year = deal.openedOn.slice(0, 4)
      return {
        key: `deal:${i + 1}`,
        code: `D-${year}-${String(i + 1).padStart(5, '0')}`,
        ...deal,
        channel: channelOf(deal, standing.get(deal.account)),
        ...(contact && { contact: contact.key }),
      }
    })
}

/** By which way it was sold follows from who asked and how. */
function channelOf({ source, amount }: Settled, standing: string | undefined): string {
  if (standing === 'reseller') return 'dealer'
  if (standing === 'partner' || source === 'partner') return 'partner'
  if (source === 'site' && Number(amount.amount) < 60_000) return 'shop'
  return source === 'call' ? 'phone' : source === 'event' || source === 'search' ? 'field' : 'direct'
}

/** The growing shop has a login of its own. */
function clientUser({ grower }: Specials, contacts: Contact[], { locale }: Language): User {
  const person = contacts.find((c) => c.account === grower.account.key)!
  return {
    key: 'user:client',
    name: `${person.name.first} ${person.name.last}`,
    email: `client@${domain}`,
    role: 'role:client',
    jobTitle: person.jobTitle!,
    locale,
    timeZone: 'Europe/Kyiv',
    isActive: true,
    account: grower.account.key,
    code: 'C-001',
  }
}

const clientSignIn = (user: User, { say }: Language): SignIn => ({
  user: user.key,
  email: user.email!,
  role: user.role,
  name: user.name,
  about: say({ uk: 'Клієнт: бачить лише свою компанію', en: 'A client: sees only his own company' }),
})
