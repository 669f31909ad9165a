type Values = Record<string, unknown>

// Of one tab and one person: what is half typed is nobody else's, and does not outlive the tab.
const keyOf = (user: string, entity: string) => `kolo.draft.${user}.${entity}`

export function keptDraft(user: string, entity: string): Values | null {
  const text = sessionStorage.getItem(keyOf(user, entity))
  if (!text) return null
  try {
    return JSON.parse(text) as Values
  } catch {
    return null
  }
}

export const keepDraft = (user: string, entity: string, values: Values) =>
  sessionStorage.setItem(keyOf(user, entity), JSON.stringify(values))
export const dropDraft = (user: string, entity: string) => sessionStorage.removeItem(keyOf(user, entity))
