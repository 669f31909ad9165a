export { distribute, takeBack } from './distribute.ts'
export { lead, leadAssignment, type Lead } from './lead.ts'
export { takeUp } from './take-up.ts'
export {
  askable,
  countRefused,
  formAt,
  labelOfAsked,
  takeForm,
  type Asked,
  type FormPage,
} from './web-form.ts'
export { leads } from './module.ts'
