import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '#core/operation.ts'
import type { Issuer } from './issuer.ts'

/** What all documents look alike in: a template begins with it. */
export const style = readFileSync(join(import.meta.dirname, 'style.typ'), 'utf8')

const endings: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
}

/** The picture at the top, as a file of the template; null when there is none that can be printed. */
export async function logoOf({ kolo }: Pick<Context, 'kolo'>, { logo }: Issuer) {
  const ending = logo && endings[logo.type]
  return ending ? { name: `logo.${ending}`, bytes: await kolo.files.bytes(logo) } : null
}
