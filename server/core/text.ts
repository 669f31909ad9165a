export const locales = ['en', 'uk'] as const
export type Locale = (typeof locales)[number]

/** A label or message in every language the product speaks. */
export type Text = Record<Locale, string>

/** `closeDate` → `Close date` */
export const sentence = (name: string) => {
  const words = name.replaceAll(/[_.]/g, ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2')
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase()
}

const snakes = new Map<string, string>()

/** `closeDate` → `close_date`. Kept: every column of every row that is written asks for it. */
export function snake(name: string): string {
  const known = snakes.get(name)
  if (known !== undefined) return known
  const made = name.replaceAll(/([A-Z])/g, '_$1').toLowerCase()
  snakes.set(name, made)
  return made
}
