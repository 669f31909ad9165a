import { randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import { Missing } from '#core/error.ts'
import { ref, type File } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { markOpened, markSent } from '#modules/documents/index.ts'
import { escaped, letterInput, peopleOf, sendMail } from '#modules/mail/index.ts'

const id = ref('document', { required: true, label: { uk: 'Документ' } })

type Paper = {
  id: string
  name: string
  entity: string
  record: string
  version: number
  attachment: string
  locale: string | null
}

/** A document with its record and its file, all as this user may see them. */
async function paperIn(c: Context, which: string): Promise<Paper & { file: File }> {
  const [found] = await c.kolo.readIn(c.tx, 'document', [which])
  const attached = (found?.['attachment'] as { id: string } | null | undefined)?.id
  const [kept] = attached ? await c.kolo.readIn(c.tx, 'attachment', [attached]) : []
  if (!found || !kept) throw new Missing('document', which)
  const versions = kept['versions'] as { number: number; file: File }[]
  const own = versions.find((v) => v.number === Number(found['version']))
  return { ...(found as unknown as Paper), file: own?.file ?? (kept['file'] as File) }
}

/** The address by which whoever has it may take the document. */
const linkOf = (c: Context, document: string): Promise<string> =>
  c.tx.elevated(async () => {
    const token = randomBytes(20).toString('base64url')
    const row = await c.tx.one<{ token: string }>(
      sql`insert into document_links (token, document_id) values (${token}, ${document}::uuid)
        on conflict (document_id) do update set document_id = excluded.document_id returning token`,
    )
    return `/d/${row!.token}`
  })

export const documentLink = operation({
  name: 'document.link',
  summary: { en: 'The address to take it from', uk: 'Адреса, за якою його взяти' },
  effect: 'write',
  input: { id },
  needs: { document: 'read', attachment: 'read' },
  run: async (c, input) => ({ path: await linkOf(c, (await paperIn(c, input.id)).id) }),
})

const words = {
  uk: { take: 'Документ можна відкрити тут:' },
  en: { take: 'The document is here:' },
}

/** By mail, as a file and with the address whose reading is noted. */
export const sendDocument = operation({
  name: 'document.send',
  summary: { en: 'Send a document by mail', uk: 'Надіслати документ листом' },
  effect: 'write',
  input: {
    id,
    ...letterInput,
  },
  needs: { document: 'read', attachment: 'read', mailThread: 'read' },
  async run(c, { id: which, to, cc, bcc, html, ...rest }) {
    const paper = await paperIn(c, which)
    const whom = peopleOf('to', to)
    const link = `${c.kolo.address}${await linkOf(c, paper.id)}`
    const { take } = words[paper.locale === 'en' ? 'en' : 'uk']
    // The bytes are the record's: the letter has a copy of its own.
    const copy = await c.kolo.files.put(
      {
        name: paper.name,
        type: paper.file.type,
        bytes: await c.kolo.files.bytes(paper.file),
        by: c.actor.user,
      },
      c.tx,
    )
    const { entity, record } = paper
    const sent = await sendMail(c, {
      ...rest,
      to: whom,
      cc: peopleOf('cc', cc),
      bcc: peopleOf('bcc', bcc),
      html: `${html ?? ''}<p>${take} <a href="${escaped(link)}">${escaped(link)}</a></p>`,
      files: [copy],
      ...(['account', 'contact', 'deal'].includes(entity) ? { [entity]: record } : {}),
    })
    await markSent(
      c,
      paper.id,
      whom
        .map((p) => p.address)
        .join(', ')
        .slice(0, 500),
    )
    return { id: which, message: sent.id, thread: sent.thread }
  },
})

/** What lies at an address, for whoever has it; that it was opened is noted. */
export const openDocument = operation({
  name: 'document.open',
  summary: { en: 'Open a document by its address', uk: 'Відкрити документ за адресою' },
  effect: 'write',
  input: { id },
  needs: { document: 'update', attachment: 'read' },
  async run(c, input) {
    const paper = await paperIn(c, input.id)
    await markOpened(c, paper.id)
    return { file: paper.file, name: paper.name }
  },
})
