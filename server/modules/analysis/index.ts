export { shifted, shiftOf, stepFrom, type Comparison, type Period } from './period.ts'
export { analysis } from './module.ts'
