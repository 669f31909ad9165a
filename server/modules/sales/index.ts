export { deal, type Deal } from './deal.ts'
export { lossReason, pipeline, stage, type Stage } from './pipeline.ts'
export { sales } from './module.ts'
