export { segments } from './module.ts'
