import sql from 'sql-template-tag'
import type { Context } from '#core/operation.ts'
import type { Locale } from '#core/text.ts'

const printed = (language: string | null | undefined, own: Locale): Locale =>
  !language ? own : language === 'uk' ? 'uk' : 'en'

/** In which language each of these clients gets papers: Ukrainian or English, whichever is nearer to his own; the
 * company's where nothing is said of it. With the system's eyes: who writes a paper need not see the field. */
export async function paperLanguages(
  c: Pick<Context, 'tx' | 'kolo'>,
  accounts: readonly unknown[],
): Promise<Locale[]> {
  const ids = [...new Set(accounts.filter((a) => typeof a === 'string'))]
  const rows = await c.tx.elevated(() =>
    c.tx.rows<{ id: string; language: string | null }>(
      sql`select id, language from accounts where id = any(${ids}::uuid[]) and language is not null`,
    ),
  )
  const languages = new Map(rows.map((r) => [r.id, r.language]))
  return accounts.map((a) => printed(languages.get(a as string), c.kolo.workspace.locale))
}

export const paperLanguage = async (c: Pick<Context, 'tx' | 'kolo'>, account: string): Promise<Locale> =>
  (await paperLanguages(c, [account]))[0]!
