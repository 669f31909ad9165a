import type { Module } from '#core/catalogue.ts'
import { accountGroup } from './account-group.ts'
import { account, accountRole } from './account.ts'
import { competitor } from './competitor.ts'
import { affiliation, contact } from './contact.ts'
import { writeParties } from './write-party.ts'

export const parties: Module = {
  name: 'parties',
  label: { en: 'Clients', uk: 'Клієнти' },
  aside: ['competitor'],
  uses: ['workspace'],
  entities: [account, contact, accountRole, affiliation, accountGroup, competitor],
  operations: [...writeParties],
}
