export { shifted, shiftOf, stepFrom, type Comparison, type Period } from './period.ts'
export type { AxisValue, Crossed } from './cross.ts'
export { keeper, keptOf, type Question } from './kept.ts'
export { analysis } from './module.ts'
