import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sql from 'sql-template-tag'
import { Invalid, Missing } from '#core/error.ts'
import { choice, record, ref, type RecordRef } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import type { Item } from '#core/reading.ts'
import { nextNumbers } from '#core/sequence.ts'
import type { Locale } from '#core/text.ts'
import {
  document,
  issuerOf,
  issuerParty,
  keepAmongFiles,
  logoOf,
  mainIssuer,
  renderPdf,
  style,
} from '#modules/documents/index.ts'
import { blocksOf, guarded } from './blocks.ts'
import { languages, type DocumentTemplate } from './document-template.ts'
import { fill } from './filling/fill.ts'
import { planOf } from './plan.ts'
import { read, type Own } from './read.ts'
import { sayTrouble, sayWrong } from './said.ts'
import { fillText, TemplateTrouble, type Filling } from './tags.ts'
import { nodesOf, tagsIn, templateIn } from './write-template.ts'

const page = style + readFileSync(join(import.meta.dirname, 'text-page.typ'), 'utf8')

const types = {
  text: { ending: 'pdf', type: 'application/pdf' },
  docx: {
    ending: 'docx',
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
  xlsx: { ending: 'xlsx', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
}
const pageWord = { uk: 'стор.', en: 'page' }

const idOf = (v: unknown): string | null => (v as { id?: string } | null)?.id ?? null

/** The client's language, unless the template or the maker says another. */
async function localeOf(c: Context, t: DocumentTemplate, seen: Item, asked: string | null): Promise<Locale> {
  const account = seen['account'] ? idOf(seen['account']) : null
  const own = seen['language'] as string | undefined
  const [of] = account && !own ? await c.kolo.readIn(c.tx, 'account', [account]) : []
  const said =
    asked ?? t.language ?? own ?? (of?.['language'] as string | undefined) ?? c.kolo.workspace.locale
  return said === 'en' ? 'en' : 'uk'
}

type Before = { number: string | null; version: number; attachment: string | null }

/** The last document made of this record by this template: another one is its next version, with its number. */
const lastOf = (c: Context, template: string, on: RecordRef) =>
  c.tx.elevated(() =>
    c.tx.one<Before>(sql`select d.number, d.version::int as version, a.id as attachment
      from documents d left join attachments a on a.id = d.attachment_id and a.deleted_at is null
      where d.template = ${template} and d.entity = ${on.entity} and d.record = ${on.id} and d.deleted_at is null
      order by d.version desc limit 1`),
  )

async function numberOf(c: Context, { id, prefix }: DocumentTemplate): Promise<string | null> {
  if (!prefix) return null
  const year = c.today.slice(0, 4)
  const [next] = await nextNumbers(c.tx, `documentTemplate:${id}:${year}`)
  return `${prefix}-${year}-${String(next).padStart(4, '0')}`
}

async function bytesOf(
  c: Context,
  t: DocumentTemplate,
  data: Filling,
  locale: Locale,
  own: Own,
  name: string,
) {
  if (t.format !== 'text') return fill(t.format as 'docx' | 'xlsx', await c.kolo.files.bytes(t.file!), data)
  const issuer = own.issuer && issuerParty(own.issuer, locale, c.kolo.workspace.currency)
  const logo = own.issuer ? await logoOf(c, own.issuer) : null
  const paper = {
    lang: locale,
    title: name,
    number: own.number ?? '',
    words: { page: pageWord[locale] },
    issuer: issuer ?? { name: c.kolo.workspace.name, short: c.kolo.workspace.name, reach: [] },
    logo: logo?.name ?? null,
    blocks: blocksOf(fillText(nodesOf(t.body!), [data], guarded)),
  }
  return renderPdf(page, paper, {
    standard: 'a-2b',
    files: logo ? { [logo.name]: logo.bytes } : {},
  })
}

export const makeDocument = operation({
  name: 'document.make',
  summary: { en: 'Make a document', uk: 'Створити документ' },
  about: {
    en: 'Fills a template in with the record and keeps it among the files of the record. Made again it is the next version, with the same number. A text becomes a PDF; a DOCX or XLSX stays one.',
    uk: 'Заповнює шаблон даними запису й кладе до файлів запису. Створений знову — наступна версія з тим самим номером. Текст стає PDF; DOCX чи XLSX лишається собою.',
  },
  effect: 'write',
  input: {
    template: ref('documentTemplate', { required: true, label: { uk: 'Шаблон' } }),
    record: record({ required: true, label: { uk: 'Запис' } }),
    language: choice({ options: languages, label: { uk: 'Мова' } }),
  },
  needs: { documentTemplate: 'read', attachment: 'create' },
  refusals: {
    other_entity: {
      en: 'This template is for records of another kind.',
      uk: 'Цей шаблон — для записів іншого виду.',
    },
    off: { en: 'This template is no longer used.', uk: 'Цей шаблон більше не використовують.' },
    too_many_rows: {
      en: 'More than 1,000 rows would stand in one part of this document.',
      uk: 'В одній частині документа було б понад 1000 рядків.',
    },
  },
  async run(c, { template, record: on, language }) {
    const t = await templateIn(c, template)
    if (t.entity !== on.entity) c.refuse('other_entity')
    if (t.isOff) c.refuse('off')
    const [seen] = await c.kolo.readIn(c.tx, on.entity, [on.id])
    if (!seen || seen['deletedAt']) throw new Missing(on.entity, on.id)
    const locale = await localeOf(c, t, seen, language)
    const last = await lastOf(c, t.id, on)
    const issuer = idOf(seen['issuer']) ?? (await mainIssuer(c))
    const own: Own = {
      number: last?.number ?? (await numberOf(c, t)),
      version: (last?.version ?? 0) + 1,
      issuer: issuer ? await issuerOf(c, issuer) : null,
    }
    const { ending, type } = types[t.format as keyof typeof types]
    const name = [t.name, own.number].filter(Boolean).join(' ')
    try {
      const rights = c.kolo.rightsOf(c.actor)
      const { plan, wrong } = planOf(c.kolo, c.kolo.entity(t.entity), rights, await tagsIn(c, t))
      // A paper with a hole where the maker may not look would be taken for a whole one.
      if (wrong.length)
        throw new Invalid([{ path: 'template', code: 'no_field', message: sayWrong(wrong, c.actor.locale) }])
      const data = await read(c, plan, on.id, locale, own)
      const bytes = await bytesOf(c, t, data, locale, own, t.name)
      const file = await c.kolo.files.put({ name: `${name}.${ending}`, type, bytes, by: c.actor.user }, c.tx)
      const kept = await keepAmongFiles(c, on, file, last?.attachment ?? null)
      const [made] = await c.tx.elevated(() =>
        c.tx.insertMany(document, [
          {
            name: `${name}.${ending}`,
            kind: 'template',
            entity: on.entity,
            record: on.id,
            account: on.entity === 'account' ? on.id : idOf(seen['account']),
            owner: idOf(seen['owner']) ?? c.actor.user,
            team: idOf(seen['team']),
            locale,
            hash: createHash('sha256').update(bytes).digest('hex'),
            template: t.id,
            number: own.number,
            version: own.version,
            attachment: kept,
            author: c.actor.user,
            opens: 0,
          },
        ]),
      )
      return { document: made!.id, attachment: kept, number: own.number, version: own.version }
    } catch (error) {
      if (!(error instanceof TemplateTrouble)) throw error
      const message = sayTrouble(error.trouble, c.actor.locale)
      throw new Invalid([{ path: 'template', code: error.trouble.code, message }])
    }
  },
})
