import type { Module } from '#core/catalogue.ts'
import { mergeAccounts, mergeContacts } from './merge/merge.ts'
import { restores, undoMerge } from './merge/undo.ts'

export const duplicates: Module = {
  name: 'duplicates',
  label: { en: 'Duplicates', uk: 'Дублікати' },
  uses: ['parties', 'workspace'],
  entities: [],
  operations: [mergeContacts, mergeAccounts, undoMerge, ...restores],
  events: ['contact.merged', 'contact.unmerged', 'account.merged', 'account.unmerged'],
}
