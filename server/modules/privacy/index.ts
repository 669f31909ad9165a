export { agreementsAsked, noteTicked, type Agreement } from './by-form.ts'
export type { Collected } from './collect.ts'
export { mayWrite, type WhyNot } from './may-write.ts'
export { privacy } from './module.ts'
