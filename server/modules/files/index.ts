export { attachment, type Attachment } from './attachment.ts'
export { files } from './module.ts'
