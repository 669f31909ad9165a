import type { Text } from '#core/text.ts'
import type { Buyer, Line } from './trade.ts'
import type { Job } from './jobs.ts'

export type Form =
  | 'llc'
  | 'private'
  | 'jsc'
  | 'soleTrader'
  | 'municipal'
  | 'clinic'
  | 'association'
  | 'household'
export type Standing = 'customer' | 'partner' | 'reseller' | 'supplier' | 'competitor'

/** A kind of client: how many there are, what they are called, what and how they buy. */
export type Segment = {
  key: string
  industry?: string
  count: number
  forms: Form[]
  /** X stands for a name of nature, CITY for the town; "|" parts the English wording where letters alone do not make it. */
  names: string[]
  jobs: Job[]
  standing: Standing
  sells: 'trade' | 'shops' | 'projects'
  buyer: Buyer
  buys: Partial<Record<Line, number>>
  /** Median of a deal, UAH. */
  deal: number
  activity: number
  employees: number
  /** How its chance to be won stands to the company's. */
  will: number
}

export const trade = { sells: 'trade', standing: 'customer' } as const

/** Legal names; N stands for the name. */
export const legal: Record<Exclude<Form, 'soleTrader' | 'household'>, Text> = {
  llc: { uk: 'ТОВ «N»', en: 'N LLC' },
  private: { uk: 'ПП «N»', en: 'N PE' },
  jsc: { uk: 'АТ «N»', en: 'N JSC' },
  municipal: { uk: 'КП «N»', en: 'N Municipal Enterprise' },
  clinic: { uk: 'КНП «N»', en: 'N Municipal Non-profit' },
  association: { uk: 'ОСББ «N»', en: 'N Condominium Association' },
}
