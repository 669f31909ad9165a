export { relations } from './module.ts'
