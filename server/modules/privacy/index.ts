export { mayWrite, type WhyNot } from './may-write.ts'
export { privacy } from './module.ts'
