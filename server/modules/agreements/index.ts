export { agreements } from './module.ts'
export { agreement, agreementSignatory, type Agreement } from './agreement.ts'
