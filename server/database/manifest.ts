import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { CannotStart } from './cannot-start.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const name = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/)

const schema = z.object({
  product: z.literal('kolo'),
  format: z.literal(1),
  madeAt: z.string(),
  postgres: z.number(),
  migrations: z.array(z.object({ number: z.number(), name: z.string(), hash: z.string() })).min(1),
  tables: z.array(
    z.object({
      part: z.enum(['workspace', 'auth']),
      name,
      columns: z.array(z.string()),
      rows: z.number(),
      sha256: hash,
    }),
  ),
  files: z.array(
    z.object({ path: z.string().regex(/^(?!\.)[\w.-]+(\/(?!\.)[\w.-]+)*$/), size: z.number(), sha256: hash }),
  ),
  secret: hash,
})

/** What a backup holds, with the counts and check sums that prove it whole. Written last: a directory without it is no
 * backup. */
export type Manifest = z.infer<typeof schema>

export const manifestFile = (directory: string) => join(directory, 'manifest.json')
export const secretFile = (directory: string) => join(directory, 'secret')
export const filesFolder = (directory: string) => join(directory, 'files')
/** Of uncompressed COPY text: `zcat` and any PostgreSQL can read it without Kolo. */
export const tableFile = (directory: string, table: { part: string; name: string }) =>
  join(directory, 'tables', `${table.part}.${table.name}.copy.gz`)

export async function readManifest(directory: string): Promise<Manifest> {
  const text = await readFile(manifestFile(directory), 'utf8').catch(() => {
    throw new CannotStart(
      'settings',
      `${directory} is not a backup of Kolo, or one that was interrupted: it has no manifest.json.`,
    )
  })
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new CannotStart(
      'settings',
      `The manifest.json in ${directory} is damaged, or was written by a newer version of Kolo.`,
      { cause },
    )
  }
}
