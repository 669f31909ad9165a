import type { Module } from '#core/catalogue.ts'
import { documentTemplate } from './document-template.ts'
import { makeDocument } from './make-document.ts'
import { documentLink, openDocument, sendDocument } from './send-document.ts'
import { createTemplate, templateFields, updateTemplate } from './write-template.ts'

export const templates: Module = {
  name: 'templates',
  label: { en: 'Document templates', uk: 'Шаблони документів' },
  area: 'sales',
  aside: ['documentTemplate'],
  uses: ['workspace', 'files', 'documents', 'mail'],
  entities: [documentTemplate],
  operations: [
    createTemplate,
    updateTemplate,
    templateFields,
    makeDocument,
    documentLink,
    sendDocument,
    openDocument,
  ],
}
