/** One memory of every client: likely duplicates found, merged, and taken apart again.
 *
 * For screens, each by POST /api/operations/NAME; `entity` is 'contact', 'account' or 'lead':
 * - `duplicate.find` {entity, values: {id?, …fields of the form}} → {items: [{id, title, probability 0–1, weight, parts:
 *   [{field, level, weight}]}]}: while typing, and on a record ({values: {id}}). `field` is a path ('name.last', 'emails',
 *   'addresses.city', 'custom.x'), `level` one of same, sameName, sameWords, sameMailbox, sameEnding, oneTypingError,
 *   twoTypingErrors, similar, partly, near, sameYear, swapped, different; `weight` in bits, above 0 speaks for one client.
 * - `duplicate.scan` {entity} → {scan}; `duplicate.status` {entity} → {scan: {id, status: waiting|running|done|cancelled|
 *   failed, phase: reading|learning|comparing|grouping|keeping, progress 0–1, records, found, tookMs, problem, askedAt,
 *   finishedAt} | null}; `duplicate.cancel` {entity} → {cancelled}. Only for who may change records of others.
 * - `duplicate.list` {entity, certainty?: certain|likely|possible, after?, limit?} → {items: [{id, weight, records: [whole records], pairs: [{a, b, probability,
 *   weight, parts}]}], next}: the groups to review, of the records he may see.
 * - `duplicate.clients` {certainty?, after?, limit?} → {items: [{lead, clients: [{entity, record, probability, weight, parts}]}],
 *   next}: open leads whose person or company is a client already; `client` in dismiss and reopen names the client's kind.
 * - `duplicate.compare` {entity, ids} → {records, pairs, links: [{entity, field, label, fieldLabel, counts: {id: n}}]}.
 * - `duplicate.dismiss`, `duplicate.reopen` {entity, client?, pairs: [[id, id]…]} → {pairs}.
 * - `contact.merge`, `account.merge`, `lead.merge` {into, from: [ids], choose?: {field: id of the record whose value is taken}} → {merge,
 *   id, from}. Without a choice: the survivor's values, then those of the others in turn; lists united; long texts joined.
 *   Needs the right to change and to delete all of them.
 * - `merge.list` {entity, id?, byRule?, after?, limit?} → {items: [{id, into, from, mergedAt, mergedBy, byRule, probability,
 *   undoneAt, moved}], next}; records as {id, title}; `merge.undo` {merge}; refused with `undone` or `merged_on`.
 * - `duplicate.rules` {}, `duplicate.set_rule` {entity, enabled, threshold?}: for administrators. */
export { duplicates } from './module.ts'
export { candidatesFor, likely, type Likely } from './candidates.ts'
export { duplicateWatch } from './watch.ts'
export { isCompared } from './review.ts'
export { isOfObject, matches, relationsTo, type Relation } from './merge/references.ts'
export { restoreUnmerged } from './merge/undo.ts'
export { mergeCertain } from './rule/merge-certain.ts'
export { run as runSearch, startSearches } from './searches.ts'
export type { Found } from './engine/search.ts'
