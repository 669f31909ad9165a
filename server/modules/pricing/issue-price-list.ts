import { randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import { Invalid, Missing } from '#core/error.ts'
import { newId } from '#core/id.ts'
import { boolean, choice, date, email, json, ref, text } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { nextNumbers } from '#core/sequence.ts'
import type { Locale } from '#core/text.ts'
import { paperLanguage } from '#modules/documents/index.ts'
import { currencies } from './choices.ts'
import { NoRate } from './floor.ts'
import { formats, issuedPriceList, languages, priceListRecipient } from './issued.ts'
import { sheetCsv, sheetPdf, sheetXlsx, worded, type SheetHead } from './print-sheet.ts'
import { sheetOf, type Sheet } from './sheet.ts'

type Made = { type: string; bytes: Buffer }

const makers: Record<string, (c: Context, sheet: Sheet, head: SheetHead) => Promise<Made> | Made> = {
  pdf: async (c, sheet, head) => ({ type: 'application/pdf', bytes: await sheetPdf(c, sheet, head) }),
  xlsx: async (_, sheet, head) => ({
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    bytes: await sheetXlsx(sheet, head),
  }),
  csv: (_, sheet, head) => ({ type: 'text/csv', bytes: sheetCsv(sheet, head) }),
  // The page is drawn from what was issued, not from today's prices.
  link: (_, sheet, head) => ({
    type: 'application/json',
    bytes: Buffer.from(JSON.stringify({ ...worded(sheet, head), head })),
  }),
}

const groupIds = (given: unknown): string[] => {
  if (given === null || given === undefined) return []
  if (Array.isArray(given) && given.every((g) => typeof g === 'string' && /^[0-9a-f-]{36}$/.test(g)))
    return given
  throw new Invalid([{ path: 'groups', message: 'Name groups by their ids.', code: 'bad_groups' }])
}

async function sheetFor(c: Context, asked: Parameters<typeof sheetOf>[1]): Promise<Sheet> {
  try {
    return await sheetOf(c, asked)
  } catch (error) {
    if (!(error instanceof NoRate)) throw error
    const message = `There is no exchange rate from ${error.from} to ${error.to} on ${asked.on}.`
    throw new Invalid([{ path: 'currency', message, code: 'no_rate' }])
  }
}

/** A price list as a document: numbered, kept as it was, with the ledger of who received it. */
export const issuePriceList = operation({
  name: 'priceList.issue',
  summary: { en: 'Give out as a document', uk: 'Видати як документ' },
  effect: 'write',
  input: {
    id: ref('priceList', { required: true, label: { uk: 'Прайс-лист' } }),
    name: text({ max: 300, label: { en: 'Title', uk: 'Заголовок' } }),
    account: ref('account', { label: { en: 'For', uk: 'Для' } }),
    groups: json<string[], { label: { en: string; uk: string } }>({
      label: { en: 'Product groups', uk: 'Групи товарів' },
    }),
    currency: choice({ editable: true, options: currencies, label: { uk: 'Валюта' } }),
    locale: choice({ options: languages, label: { en: 'Language', uk: 'Мова' } }),
    format: choice({ start: 'pdf', options: formats, label: { uk: 'Вигляд' } }),
    withPictures: boolean({ label: { en: 'With pictures', uk: 'Із зображеннями' } }),
    onDay: date({ label: { en: 'Prices of', uk: 'Ціни на' } }),
    openUntil: date({ label: { en: 'Link works until', uk: 'Посилання діє до' } }),
  },
  needs: { priceList: 'read', issuedPriceList: 'read' },
  refusals: {
    empty: {
      en: 'The price list has no prices for these groups.',
      uk: 'У прайсі немає цін для цих груп.',
    },
  },
  async run(c, { id, account, ...asked }) {
    const [list] = (await c.kolo.readIn(c.tx, 'priceList', [id])) as unknown as {
      name: string
      currency: string
    }[]
    if (!list) throw new Missing('priceList', id)
    const [client] = account ? await c.kolo.readIn(c.tx, 'account', [account], ['name']) : []
    const day = asked.onDay ?? c.today
    const groups = groupIds(asked.groups)
    const currency = asked.currency ?? list.currency
    const locale = (asked.locale ?? (client ? await paperLanguage(c, client.id) : c.actor.locale)) as Locale
    const sheet = await sheetFor(c, {
      priceList: id,
      account: client ? account! : null,
      groups,
      currency,
      on: day,
      locale,
    })
    if (sheet.lines === 0) c.refuse('empty')
    const format = asked.format ?? 'pdf'
    const [number] = await nextNumbers(c.tx, 'price-list')
    const earlier = await c.tx.elevated(() =>
      c.tx.one<{
        version: number
      }>(sql`select coalesce(max(version), 0)::int as version from issued_price_lists
        where price_list_id = ${id}::uuid and account_id is not distinct from ${client?.id ?? null}::uuid`),
    )
    const head: SheetHead = {
      name: asked.name ?? list.name,
      number: `PL-${String(number).padStart(5, '0')}`,
      version: (earlier?.version ?? 0) + 1,
      on: day,
      currency,
      client: (client?.['name'] as string | undefined) ?? null,
      locale,
      withPictures: asked.withPictures ?? false,
    }
    const { type, bytes } = await makers[format]!(c, sheet, head)
    const file = await c.kolo.files.put(
      {
        name: `${head.number} ${head.name}.${format === 'link' ? 'json' : format}`,
        type,
        bytes,
        by: c.actor.user,
      },
      c.tx,
    )
    const team = await c.tx.elevated(() =>
      c.tx.one<{ team: string | null }>(
        sql`select team_id as team from users where id = ${c.actor.user}::uuid`,
      ),
    )
    const row = {
      id: newId(),
      name: head.name,
      number: head.number,
      version: head.version,
      priceList: id,
      account: client?.id ?? null,
      groups: groups.length ? groups : null,
      currency,
      locale: head.locale,
      format,
      withPictures: head.withPictures,
      onDay: day,
      file,
      lines: sheet.lines,
      token: randomBytes(20).toString('base64url'),
      openUntil: asked.openUntil ?? null,
      owner: c.actor.user,
      team: team?.team ?? null,
    }
    await c.tx.elevated(() => c.tx.insertMany(issuedPriceList, [row]))
    c.emit('issuedPriceList.issued', row, { format, lines: sheet.lines })
    return {
      issued: row.id,
      number: row.number,
      version: row.version,
      lines: row.lines,
      link: `/pl/${row.token}`,
    }
  },
})

/** A link for one recipient: opening it is seen. */
export const sharePriceList = operation({
  name: 'issuedPriceList.share',
  summary: { en: 'Link for a recipient', uk: 'Посилання для одержувача' },
  effect: 'write',
  on: 'issuedPriceList',
  input: {
    id: ref('issuedPriceList', { required: true, label: { uk: 'Прайс' } }),
    recipient: email({ required: true, personal: true, label: { en: 'To', uk: 'Кому' } }),
  },
  needs: { issuedPriceList: 'read' },
  async run(c, { id, recipient }) {
    const [list] = await c.kolo.readIn(c.tx, 'issuedPriceList', [id], ['token'])
    if (!list) throw new Missing('issuedPriceList', id)
    const sentAt = new Date().toISOString()
    const [made] = await c.tx.elevated(() =>
      c.tx.insertMany(priceListRecipient, [
        { issuedPriceList: id, recipient, via: 'link', sentAt, opens: 0 },
      ]),
    )
    return { recipient: made!.id, link: `/pl/${String(list['token'])}/${made!.id}` }
  },
})
