import type { Module } from '#core/catalogue.ts'
import { attachment } from './attachment.ts'
import { createAttachment, restoreVersion, updateAttachment } from './write-attachment.ts'

export const files: Module = {
  name: 'files',
  label: { en: 'Files', uk: 'Файли' },
  area: 'workspace',
  uses: ['workspace'],
  entities: [attachment],
  operations: [createAttachment, updateAttachment, restoreVersion],
  tells: { 'attachment.created': { text: { en: 'added', uk: 'додано' } } },
  background: (kolo) => ({ chores: [() => kolo.files.tidy([kolo.entity(attachment.name)])] }),
}
