export { maps } from './module.ts'
