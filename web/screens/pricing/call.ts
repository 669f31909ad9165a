import { api, newKey } from '../../api.ts'

export type Money = { amount: string; currency: string }
export type Step = { code: string; text: { en: string; uk: string }; price: string; currency: string }
export type Explained = {
  unitPrice: string | null
  currency: string
  taxIncluded: boolean
  taxRate: number | null
  floor: Money
  steps: Step[]
}

export const call = <T>(name: string, body: object, signal?: AbortSignal) =>
  api<T>(`operations/${name}`, { method: 'POST', body, once: newKey(), signal })
