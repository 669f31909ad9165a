export { duplicates } from './module.ts'
