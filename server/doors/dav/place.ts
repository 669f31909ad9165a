import type { CollectionKind } from './properties.ts'

/** Where a path leads. */
export type Place =
  | { at: 'root' }
  | { at: 'principal' }
  | { at: 'home'; of: 'calendars' | 'contacts' }
  | { at: 'collection'; of: 'calendars' | 'contacts'; key: string }
  | { at: 'item'; of: 'calendars' | 'contacts'; key: string; name: string }

export const root = '/dav/'
export const principalOf = (user: string) => `${root}${user}/`
export const homeOf = (user: string, of: 'calendars' | 'contacts') => `${principalOf(user)}${of}/`
export const collectionPath = (user: string, { key, kind }: { key: string; kind: CollectionKind }) =>
  `${homeOf(user, kind === 'vcard' ? 'contacts' : 'calendars')}${key}/`
export const itemPath = (collection: string, name: string) => collection + encodeURIComponent(name)

/** Null: there is no such place, or it is somebody else's. */
export function placeOf(path: string, user: string): Place | null {
  let parts: string[]
  try {
    parts = path.slice(root.length).split('/').map(decodeURIComponent)
  } catch {
    return null
  }
  if (parts.at(-1) === '') parts.pop()
  const [who, of, key, name, ...more] = parts
  if (who === undefined) return { at: 'root' }
  if (who.toLowerCase() !== user || more.length || parts.some((p) => p === '' || p.includes('\0')))
    return null
  if (of === undefined) return { at: 'principal' }
  if (of !== 'calendars' && of !== 'contacts') return null
  if (key === undefined) return { at: 'home', of }
  if ((of === 'contacts') !== (key === 'contacts')) return null
  return name === undefined ? { at: 'collection', of, key } : { at: 'item', of, key, name }
}
