import sql from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import type { Address, Money, Way } from '#core/kinds/index.ts'
import { choice, ref, text } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { inLanguage } from '#modules/catalog/index.ts'
import { issuerOf, keepDocument } from '#modules/documents/index.ts'
import { countedLines, unitLabels, wholeRecords } from '#modules/quoting/index.ts'
import { option } from './choices.ts'
import { linesOf } from './copy-lines.ts'
import { invoiceLine, type Invoice } from './invoice.ts'
import { unitCodeOf } from './ubl-codes.ts'
import { ublOf, whatIsMissing, type UblInvoice, type UblParty } from './ubl.ts'

export const whyNotUbl = (i: Pick<Invoice, 'kind' | 'status'>) =>
  i.kind === 'proforma' ? 'proforma' : i.status === 'void' ? 'void' : null

const kept = (value: unknown) => (typeof value === 'string' && value.trim() ? value.trim() : null)
type Whole = Record<string, unknown>

function clientOf(a: Whole): UblParty {
  const addresses = (a['addresses'] ?? []) as (Address & { primary?: boolean })[]
  return {
    name: kept(a['legalName']) ?? (a['name'] as string),
    vatId: kept(a['vatId']),
    registrationCode: kept(a['registrationCode']),
    email: ((a['emails'] ?? []) as Way[])[0]?.value ?? null,
    phone: ((a['phones'] ?? []) as Way[])[0]?.value ?? null,
    address: addresses.find((x) => x.primary) ?? addresses[0] ?? null,
  }
}

async function read(c: Context, record: Whole): Promise<UblInvoice> {
  const id = record['id'] as string
  const [o] = record['order'] ? await wholeRecords(c, 'order', [record['order'] as string]) : []
  const [client] = await wholeRecords(c, 'account', [record['account'] as string])
  const [corrects] = record['corrects']
    ? await wholeRecords(c, 'invoice', [record['corrects'] as string])
    : []
  const issuer = await issuerOf(c, ((record['issuer'] ?? o?.['issuer']) as string | null)!)
  const currency = record['currency'] as string
  const language = record['language'] === 'en' ? 'en' : 'uk'
  const lines = await linesOf(c, invoiceLine, 'invoice', id)
  const counted = await countedLines(c, invoiceLine, 'invoice', id)
  const products = new Map(
    (
      await c.tx.rows<{ id: string; name: string; about: string | null; sku: string | null }>(
        sql`select id, ${inLanguage('products', 'name', language)} as name,
          ${inLanguage('products', 'description', language)} as about, coalesce(sku, code) as sku from products where id = any(${lines.flatMap((l) => l.product ?? [])}::uuid[])`,
      )
    ).map((p) => [p.id, p]),
  )
  const shipped = await c.tx.elevated(() =>
    c.tx.one<{ date: string | null }>(
      sql`select max(coalesce(delivered_on, date))::text as date from shipments
        where order_id = ${record['order'] ?? null}::uuid and kind = 'shipment' and deleted_at is null`,
    ),
  )
  const labels = await unitLabels(c.tx, c.kolo, 'invoiceLine', language)
  const iban = currency === 'UAH' ? issuer.iban : (issuer.foreignIban ?? issuer.iban)
  return {
    kind: record['kind'] as 'invoice' | 'credit',
    number: record['number'] as string,
    date: record['date'] as string,
    dueDate: record['dueDate'] as string | null,
    currency,
    language,
    taxIncluded: Boolean(record['taxIncluded']),
    discount: record['discount'] == null ? null : String(record['discount']),
    paid: (record['paid'] as Money | null)?.amount ?? '0',
    note: kept(record['note']),
    corrects: corrects ? { number: corrects['number'] as string, date: corrects['date'] as string } : null,
    order: o ? { number: o['number'] as string, reference: kept(o['reference']) } : null,
    delivery: { date: shipped?.date ?? null, place: kept(o?.['delivery']) },
    account: iban ? { iban: iban.replaceAll(/\s/g, ''), bic: issuer.bic } : null,
    issuer: {
      name: (language === 'en' ? issuer.englishName : null) ?? issuer.legalName ?? issuer.name,
      vatId: kept(issuer.vatId),
      registrationCode: kept(issuer.registrationCode),
      email: issuer.email,
      phone: issuer.phone,
      address: issuer.address,
    },
    client: clientOf(client!),
    lines: lines.map((l, n) => {
      const product = products.get(l.product ?? '')
      const unit = kept(l['unit'])
      return {
        name: product?.name ?? l.description ?? '',
        description: product ? (l.description ?? product.about) : null,
        sku: product?.sku ?? null,
        quantity: counted[n]!.quantity,
        unitCode: unitCodeOf([unit, unit && labels.get(unit)]),
        unitPrice: counted[n]!.unitPrice,
        discount: counted[n]!.discount,
        taxRate: counted[n]!.taxRate,
      }
    }),
    untaxed: null,
    reason: null,
  }
}

export const writeUbl = operation({
  name: 'invoice.write_ubl',
  summary: { en: 'Make the e-invoice (UBL)', uk: 'Створити електронний рахунок (UBL)' },
  effect: 'write',
  on: 'invoice',
  whyNot: whyNotUbl,
  input: {
    id: ref('invoice', { required: true, label: { uk: 'Рахунок' } }),
    untaxed: choice({
      options: [
        option('Z', 'Zero rate', 'Нульова ставка'),
        option('E', 'Exempt', 'Звільнення від ПДВ'),
        option('AE', 'Reverse charge', 'ПДВ сплачує покупець'),
        option('K', 'Supply inside the EU', 'Постачання всередині ЄС'),
        option('G', 'Export', 'Експорт'),
      ],
      label: { en: 'Lines without VAT are', uk: 'Рядки без ПДВ — це' },
    }),
    reason: text({ max: 300, label: { en: 'Why there is no VAT', uk: 'Чому без ПДВ' } }),
  },
  needs: { invoice: 'read' },
  refusals: {
    not_there: { en: 'There is no such invoice.', uk: 'Такого рахунка немає.' },
    proforma: { en: 'A pro forma is no invoice yet.', uk: 'Рахунок-проформа ще не рахунок.' },
    void: { en: 'The invoice is void.', uk: 'Рахунок анульовано.' },
  },
  async run(c, { id, untaxed, reason }) {
    // Read with his own rights first: what he may not see he cannot have written.
    const seen = await c.kolo.readIn(c.tx, 'invoice', [id], ['number'])
    const [record] = await wholeRecords(
      c,
      'invoice',
      seen.map((r) => r.id),
    )
    if (!record) c.refuse('not_there')
    const why = whyNotUbl(record as unknown as Invoice)
    if (why) c.refuse(why)
    const invoice = { ...(await read(c, record!)), untaxed: untaxed as UblInvoice['untaxed'], reason }
    const problems = whatIsMissing(invoice)
    if (problems.length > 0) throw new Invalid(problems)
    const paper = await keepDocument(c, {
      bytes: Buffer.from(ublOf(invoice)),
      name: `${invoice.number}.xml`,
      type: 'application/xml',
      kind: 'ubl',
      entity: 'invoice',
      record: id,
      account: record!['account'] as string,
      owner: (record!['owner'] as string | null) ?? null,
      team: (record!['team'] as string | null) ?? null,
      locale: invoice.language,
    })
    return { document: paper.id }
  },
})
