import type { Locale } from './text.ts'

/** What everybody in a workspace shares. */
export type Workspace = { name: string; currency: string; country: string; locale: Locale }

const fallback: Workspace = { name: 'Kolo', currency: 'UAH', country: 'UA', locale: 'uk' }

export const workspaceOf = (saved: Partial<Workspace> | null): Workspace => ({ ...fallback, ...saved })
