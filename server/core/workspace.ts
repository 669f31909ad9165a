import type { Locale } from './text.ts'

/** What everybody in a workspace shares. */
export type Workspace = {
  name: string
  currency: string
  country: string
  locale: Locale
  /** An open deal is not left without something planned. */
  nextStepRequired?: boolean
}

const fallback: Workspace = { name: 'Kolo', currency: 'UAH', country: 'UA', locale: 'uk' }

export const workspaceOf = (saved: Partial<Workspace> | null): Workspace => ({ ...fallback, ...saved })
