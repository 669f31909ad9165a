import { jobs } from './jobs.ts'
import { trade, type Segment } from './segment.ts'
import { builders } from './segments-builders.ts'
import { industry } from './segments-industry.ts'

export const segments: readonly Segment[] = [...builders, ...industry]

/** What an account is, for those to whom nothing is sold. */
export const supplierSegment: Segment = {
  ...trade,
  key: 'supplier',
  industry: 'industry',
  count: 0,
  forms: ['llc'],
  names: [],
  jobs: jobs.supplier,
  standing: 'supplier',
  buyer: 'industry',
  buys: {},
  deal: 0,
  activity: 0,
  employees: 150,
  will: 1,
}
export const competitorSegment: Segment = {
  ...supplierSegment,
  key: 'competitor',
  industry: 'wholesale',
  jobs: [],
  standing: 'competitor',
  employees: 45,
}
