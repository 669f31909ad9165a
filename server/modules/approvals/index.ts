export { approval, type Approval } from './approval.ts'
export { approvals } from './module.ts'
