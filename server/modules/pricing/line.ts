import { boolean, choice, longText, money, number, percent, ref, text } from '#core/kinds/index.ts'
import { units } from '#modules/catalog/index.ts'

const inHouse = ['administrator', 'manager'] as const

/** What people type on a line of a deal, quote, order or invoice. Spread it into the entity's `fields`, beside the
 * reference to the document. Prices are per `unit`; cost likewise, in the currency of the price. */
export const lineFields = {
  position: number({ label: { en: 'Position', uk: '№ рядка' } }),
  section: text({ max: 200, label: { en: 'Section', uk: 'Розділ' } }),
  product: ref('product', { onDelete: 'restrict', label: { en: 'Product', uk: 'Товар' } }),
  description: longText({ label: { en: 'Description', uk: 'Опис' } }),
  quantity: number({ required: true, start: 1, above: 0, label: { en: 'Quantity', uk: 'Кількість' } }),
  unit: choice({ editable: true, options: units, label: { en: 'Unit', uk: 'Одиниця' } }),
  unitPrice: money({ label: { en: 'Price', uk: 'Ціна' } }),
  discount: percent({ min: 0, max: 100, label: { en: 'Discount', uk: 'Знижка' } }),
  taxRate: percent({ min: 0, max: 100, label: { en: 'VAT', uk: 'ПДВ' } }),
  cost: money({ only: inHouse, label: { en: 'Cost', uk: 'Собівартість' } }),
}

/** What only pricing and the document's operations set. Spread it into `managed`. The table's part is
 * `line_columns` in migrations/0140-pricing.sql; docs in keep-floor.ts. */
export const lineManaged = {
  listPrice: money({ label: { en: 'List price', uk: 'Ціна за прайсом' } }),
  /** Before tax, per base unit, in a currency of its own. */
  floor: money({ label: { en: 'Lowest price', uk: 'Найнижча ціна' } }),
  /** product/unit/currency that the floor, factor and rate were taken for. */
  floorFor: text({ max: 200, label: { en: 'Lowest price is of', uk: 'Чого найнижча ціна' } }),
  /** Base units in one `unit`. */
  factor: number({ label: { en: 'Base units in one', uk: 'Базових одиниць в одній' } }),
  /** Of the floor's currency for one of the line's. */
  rate: number({ label: { en: 'Rate', uk: 'Курс' } }),
  /** Copies of what the document says, since the database looks at one line at a time. */
  taxIncluded: boolean({ start: false, label: { en: 'Tax included', uk: 'З податком' } }),
  documentDiscount: percent({
    start: 0,
    min: 0,
    max: 100,
    label: { en: 'Discount of the whole', uk: 'Знижка на все' },
  }),
  /** False while the document is a draft that binds nobody: then a price below the floor may stand. */
  binding: boolean({ start: true, label: { en: 'Binding', uk: 'Зобов’язує' } }),
  approval: ref('approval', { onDelete: 'restrict', label: { en: 'Approval', uk: 'Погодження' } }),
  /** For how many it was given; a part of the line (a shipment) may be fewer. */
  approvedQuantity: number({ label: { en: 'Approved quantity', uk: 'Погоджена кількість' } }),
  /** Computed by the database: price before tax after all discounts, per base unit, in the floor's currency. */
  netPrice: money({ from: ['unitPrice'], label: { en: 'Net price', uk: 'Чиста ціна' } }),
  /** Computed by the database: quantity × price after all discounts; with tax if `taxIncluded`. */
  amount: money({
    from: ['quantity', 'unitPrice', 'discount', 'documentDiscount'],
    label: { en: 'Amount', uk: 'Сума' },
  }),
  /** Computed by the database: what an approval is bound to. */
  lineHash: text({ max: 32, label: { en: 'Seal', uk: 'Відбиток' } }),
}

export const lineForm = [
  'product',
  'description',
  'quantity',
  'unit',
  'unitPrice',
  'discount',
  'taxRate',
  'cost',
  'section',
  'position',
] as const
