import type { Module } from '#core/catalogue.ts'
import { startSearches } from './searches.ts'
import { duplicateWatch } from './watch.ts'
import { listMerges } from './merge/list.ts'
import { listClients } from './clients.ts'
import { mergeAccounts, mergeContacts, mergeLeads } from './merge/merge.ts'
import { compareDuplicates } from './compare.ts'
import { readRules, setRule } from './rule/rule.ts'
import { restores, undoMerge } from './merge/undo.ts'
import {
  cancelScan,
  dismissDuplicates,
  findDuplicates,
  listDuplicates,
  reopenDuplicates,
  scanDuplicates,
  scanStatus,
} from './review.ts'

const merged = { text: { en: 'merged with a duplicate', uk: 'об’єднано з дублікатом' }, icon: 'merge' }
const unmerged = { text: { en: 'taken apart again', uk: 'роз’єднано' }, icon: 'merge' }

export const duplicates: Module = {
  name: 'duplicates',
  label: { en: 'Duplicates', uk: 'Дублікати' },
  area: 'parties',
  uses: ['parties', 'workspace'],
  entities: [],
  pages: [
    {
      path: 'duplicates',
      label: { en: 'Duplicates', uk: 'Дублікати' },
      icon: 'twins',
      needs: { contact: 'update', account: 'update' },
    },
  ],
  operations: [
    findDuplicates,
    scanDuplicates,
    cancelScan,
    scanStatus,
    listDuplicates,
    listClients,
    compareDuplicates,
    dismissDuplicates,
    reopenDuplicates,
    mergeContacts,
    mergeAccounts,
    mergeLeads,
    undoMerge,
    listMerges,
    readRules,
    setRule,
    ...restores,
  ],
  background: (kolo) => ({
    consumers: [duplicateWatch(kolo)],
    start: async () => startSearches(kolo, (error) => console.error('duplicates', error)).stop,
  }),
  tells: {
    'contact.merged': merged,
    'contact.unmerged': unmerged,
    'account.merged': merged,
    'account.unmerged': unmerged,
    'lead.merged': merged,
    'lead.unmerged': unmerged,
  },
  events: ['contact', 'account', 'lead'].flatMap((name) =>
    ['merged', 'unmerged', 'merge_rule_changed'].map((what) => `${name}.${what}`),
  ),
}
