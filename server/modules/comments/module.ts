import type { Module } from '#core/catalogue.ts'
import { comment } from './comment.ts'

export const comments: Module = {
  name: 'comments',
  label: { en: 'Comments', uk: 'Коментарі' },
  uses: ['workspace'],
  entities: [comment],
  operations: [],
}
