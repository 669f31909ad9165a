import type { Module } from '#core/catalogue.ts'
import { comment } from './comment.ts'
import { reachOf } from './reach.ts'
import { createComment, updateComment } from './write-comment.ts'

export const comments: Module = {
  name: 'comments',
  label: { en: 'Comments', uk: 'Коментарі' },
  area: 'workspace',
  uses: ['workspace'],
  entities: [comment],
  operations: [createComment, updateComment, reachOf],
}
