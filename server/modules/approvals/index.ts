export { approval, type Approval } from './approval.ts'
export { approvedSeals, askApproval, sealOf, voidApprovals, type ApprovedSeal, type Question } from './ask.ts'
export { decisionsOn } from './decisions.ts'
export { approvals } from './module.ts'
