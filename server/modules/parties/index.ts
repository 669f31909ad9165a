export { account, accountRole, type Account } from './account.ts'
export { affiliation, contact, type Contact } from './contact.ts'
export { parties } from './module.ts'
export { withIdentifiers } from './write-party.ts'
