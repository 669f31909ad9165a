export { attachment, type Attachment, type Version } from './attachment.ts'
export { files } from './module.ts'
export { withVersion } from './write-attachment.ts'
