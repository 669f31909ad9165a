/** Microsoft 365 by the Graph API: appointments, tasks and contacts, both ways. */
export { outlook } from './module.ts'
export { syncAccount } from './round.ts'
export { patternFrom, patterned, ruleFrom } from './recurrence.ts'
export { merge, printOf, type Side } from './merge.ts'
export { isBelievable } from './leaving.ts'
