import type { Actor } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Locale } from '#core/text.ts'
import { draw, type Shape } from './drawing.ts'
import { speak } from './language.ts'

type Words = { uk: string; en: string }
type Option = {
  key: string
  name: Words
  parent?: string
  choice?: 'one' | 'some'
  isRequired?: boolean
  max?: number
  product?: string
  price?: number
  percent?: number
  layer?: number
  shapes?: Shape[]
}

const boiler = (x: number, color: string): Shape[] => [
  { at: [x, 150, 70, 130], color: '#475569' },
  { at: [x + 4, 154, 62, 122], color },
  { at: [x + 22, 170, 26, 26], color: '#f59e0b', round: true },
  { at: [x + 28, 90, 14, 60], color: '#94a3b8' },
]
const frame: Shape[] = [
  { at: [20, 60, 440, 250], color: '#334155' },
  { at: [28, 68, 424, 234], color: '#e2e8f0' },
  { at: [20, 300, 440, 14], color: '#64748b' },
]

/** A boiler room in a container, as the company builds them. */
const options: Option[] = [
  { key: 'room', name: { uk: 'Модульна котельня', en: 'Modular boiler room' } },
  {
    key: 'boiler',
    parent: 'room',
    choice: 'one',
    isRequired: true,
    name: { uk: 'Котел', en: 'Boiler' },
  },
  {
    key: 'gas50',
    parent: 'boiler',
    name: { uk: 'Газовий конденсаційний 50 кВт', en: 'Gas condensing, 50 kW' },
    product: 'product:kalmenta-kx-50',
    layer: 1,
    shapes: boiler(60, '#bfdbfe'),
  },
  {
    key: 'gas100',
    parent: 'boiler',
    name: { uk: 'Газовий конденсаційний 100 кВт', en: 'Gas condensing, 100 kW' },
    product: 'product:kalmenta-kx-100',
    layer: 1,
    shapes: boiler(60, '#60a5fa'),
  },
  {
    key: 'pellet100',
    parent: 'boiler',
    name: { uk: 'Пелетний 100 кВт', en: 'Pellet, 100 kW' },
    product: 'product:kalmenta-p-100',
    layer: 1,
    shapes: boiler(60, '#d6b48a'),
  },
  {
    key: 'reserve',
    parent: 'room',
    name: { uk: 'Резервний газовий котел 50 кВт', en: 'Stand-by gas boiler, 50 kW' },
    product: 'product:kalmenta-kx-50',
    layer: 2,
    shapes: boiler(145, '#bfdbfe'),
  },
  {
    key: 'circuit',
    parent: 'room',
    isRequired: true,
    max: 6,
    name: { uk: 'Контур опалення з насосом', en: 'Heating circuit with a pump' },
    product: 'product:rivado-re-32-80',
    layer: 3,
    shapes: [
      { at: [240, 230, 44, 44], color: '#0f766e', round: true },
      { at: [252, 242, 20, 20], color: '#e2e8f0', round: true },
      { at: [284, 248, 150, 8], color: '#0f766e' },
    ],
  },
  {
    key: 'tank',
    parent: 'room',
    name: { uk: 'Буферна ємність 1000 л', en: 'Buffer tank, 1000 l' },
    product: 'product:kalmenta-bt-1000',
    layer: 3,
    shapes: [
      { at: [330, 110, 70, 120], color: '#64748b' },
      { at: [330, 95, 70, 30], color: '#64748b', round: true },
      { at: [336, 112, 58, 112], color: '#cbd5e1' },
    ],
  },
  {
    key: 'control',
    parent: 'room',
    choice: 'one',
    isRequired: true,
    name: { uk: 'Керування', en: 'Control' },
  },
  { key: 'local', parent: 'control', name: { uk: 'Місцеве', en: 'Local' }, price: 18_000 },
  {
    key: 'remote',
    parent: 'control',
    name: { uk: 'Віддалене, з повідомленнями', en: 'Remote, with messages' },
    price: 46_000,
    layer: 4,
    shapes: [
      { at: [410, 90, 30, 44], color: '#1e293b' },
      { at: [415, 96, 20, 16], color: '#22c55e' },
    ],
  },
  {
    key: 'warranty',
    parent: 'room',
    name: { uk: 'Гарантія 5 років', en: 'Five years of warranty' },
    percent: 6,
  },
]

const rules: { says: string; reason: Words }[] = [
  {
    says: 'pellet100 implies tank',
    reason: {
      uk: 'Пелетному котлу потрібна буферна ємність.',
      en: 'A pellet boiler needs a buffer tank.',
    },
  },
  {
    says: 'gas50 and not reserve implies circuit.count <= 2',
    reason: {
      uk: 'Котла 50 кВт вистачає на два контури; додайте резервний або візьміть потужніший.',
      en: 'A 50 kW boiler feeds two circuits: add the stand-by one or take a larger one.',
    },
  },
  {
    says: 'warranty implies remote',
    reason: {
      uk: 'Гарантія 5 років діє лише з віддаленим наглядом.',
      en: 'Five years of warranty are given with remote supervision only.',
    },
  },
  {
    says: 'pellet100 implies not warranty',
    reason: {
      uk: 'На пелетні котли гарантія лише 2 роки.',
      en: 'Pellet boilers have two years of warranty only.',
    },
  },
]

/** The model with its pictures, released. */
export async function loadConfigurator(
  kolo: Kolo,
  actor: Actor,
  ids: ReadonlyMap<string, string>,
  locale: Locale,
): Promise<void> {
  const { say } = speak(locale)
  const made = async (entity: string, items: object[]) =>
    (await kolo.call<{ items: { id: string }[] }>(actor, `${entity}.create`, { items, returning: false }))
      .items
  const picture = (name: string, shapes: Shape[]) =>
    kolo.files.put({ name: `${name}.png`, type: 'image/png', bytes: draw(shapes), by: actor.user })
  const name = say(options[0]!.name)
  const [model] = await made('optionModel', [
    { name, currency: 'UAH', picture: await picture('room', frame) },
  ])
  const items = []
  for (const [i, o] of options.entries())
    items.push({
      model: model!.id,
      key: o.key,
      name: say(o.name),
      position: i + 1,
      choice: o.choice ?? 'each',
      isRequired: o.isRequired ?? false,
      max: o.max ?? 1,
      ...(o.parent ? { parent: o.parent } : {}),
      ...(o.product ? { product: ids.get(o.product) } : {}),
      ...(o.price ? { price: { amount: String(o.price), currency: 'UAH' } } : {}),
      ...(o.percent ? { pricePercent: o.percent } : {}),
      ...(o.shapes ? { layer: o.layer, picture: await picture(o.key, o.shapes) } : {}),
    })
  await made('modelOption', items)
  await made(
    'optionRule',
    rules.map((r) => ({ model: model!.id, says: r.says, reason: say(r.reason) })),
  )
  await kolo.call(actor, 'optionModel.release', { id: model!.id })
}
