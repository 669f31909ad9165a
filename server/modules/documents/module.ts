import type { Module } from '#core/catalogue.ts'
import { document } from './document.ts'
import { issuer } from './issuer.ts'
import { createIssuer, updateIssuer } from './write-issuer.ts'

export const documents: Module = {
  name: 'documents',
  label: { en: 'Documents', uk: 'Документи' },
  area: 'sales',
  aside: ['document'],
  uses: ['workspace', 'parties', 'files'],
  entities: [document, issuer],
  operations: [createIssuer, updateIssuer],
}
