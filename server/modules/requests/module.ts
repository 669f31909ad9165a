import type { Module } from '#core/catalogue.ts'
import { cards } from './card.ts'
import { answerRequest, askAgain, cancelRequest, closeRequest, takeRequest } from './answer.ts'
import { internalRequest } from './internal-request.ts'

export const requests: Module = {
  name: 'requests',
  label: { en: 'Between departments', uk: 'Між відділами' },
  area: 'activities',
  aside: ['internalRequest'],
  uses: ['workspace', 'parties', 'sales'],
  entities: [internalRequest],
  cards,
  operations: [takeRequest, answerRequest, closeRequest, askAgain, cancelRequest],
  events: ['internalRequest.answered'],
  pages: [
    {
      path: 'department-requests',
      label: { en: 'My department’s requests', uk: 'Запити мого відділу' },
      icon: 'inbox',
      needs: { internalRequest: 'update' },
    },
  ],
}
