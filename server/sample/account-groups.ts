import type { Account } from './accounts.ts'
import type { Language } from './language.ts'

export const makeAccountGroups = ({ say }: Language) => [
  { key: 'accountGroup:dealers', name: say({ uk: 'Дилери', en: 'Dealers' }) },
  { key: 'accountGroup:builders', name: say({ uk: 'Постійні клієнти', en: 'Regular clients' }), discount: 3 },
]

const byIndustry: Record<string, string> = {
  retail: 'accountGroup:dealers',
  wholesale: 'accountGroup:dealers',
  construction: 'accountGroup:builders',
}

/** For what an account pays follows from its trade. */
export function withGroup<A extends Account>(account: A): A {
  const group = byIndustry[account.industry ?? '']
  return group ? { ...account, group } : account
}
