export { templates } from './module.ts'
export { documentTemplate, type DocumentTemplate } from './document-template.ts'
