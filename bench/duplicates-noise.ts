import { random } from '../server/modules/duplicates/engine/random.ts'
import { people, latin, type Person } from './duplicates-people.ts'

// Bases with errors and gaps of other kinds than the public sets have: what a rule learnt from those alone would miss.

/** A record of a contact or an account as the catalogue has it, and whose it is. */
export type Noisy = { truth: number; values: Record<string, unknown> }
export type NoisySet = { name: string; entity: 'contact' | 'account'; records: Noisy[] }

type Chance = ReturnType<typeof helpers>
const helpers = (seed: number) => {
  const { below } = random(seed)
  const is = (share: number) => below(10_000) < share * 10_000
  const pick = <T>(list: readonly T[]) => list[below(list.length)]!
  return { below, is, pick }
}

const ways = (...values: (string | null | undefined)[]) => {
  const filled = values.filter((v): v is string => Boolean(v))
  return filled.length ? filled.map((value) => ({ value })) : null
}

/** Neighbours on the keyboard, a letter lost, doubled, or before its neighbour. */
function mistyped(text: string, { below, pick }: Chance): string {
  if (text.length < 4) return text
  const at = 1 + below(text.length - 2)
  return pick([
    () => text.slice(0, at) + text.slice(at + 1),
    () => text.slice(0, at) + text[at] + text.slice(at),
    () => text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2),
    () => text.slice(0, at) + pick([...'оаіиеrtnk']) + text.slice(at + 1),
  ])()
}

const cap = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const feminine = (middle: string | null) => middle?.replace(/ович$/, 'івна') ?? null

/** One person, written down again by somebody else: another alphabet, fields exchanged, values missing. */
function again(p: Person, c: Chance, wild: number): Person {
  const english = c.is(0.35 * wild)
  const last = c.is(0.12 * wild) ? mistyped(p.last, c) : p.last
  const first = c.is(0.08 * wild) ? mistyped(p.first, c) : p.first
  const [a, b] = english ? [cap(latin(last)), cap(latin(first))] : [last, first]
  const swapped = c.is(0.12 * wild)
  return {
    ...p,
    last: swapped ? b : a,
    first: swapped ? a : c.is(0.08 * wild) ? b[0]! : b,
    middle: c.is(0.5) ? null : p.middle,
    phone: c.is(0.25) ? null : p.phone,
    email: c.is(0.3) ? null : p.email,
    city: c.is(0.25) ? null : english && p.city ? cap(latin(p.city)) : p.city,
    street: c.is(0.4) ? null : p.street,
    birthday: c.is(0.3) ? null : p.birthday,
  }
}

const asContact = (p: Person): Record<string, unknown> => ({
  name: { last: p.last, first: p.first, ...(p.middle ? { middle: p.middle } : {}) },
  phones: ways(p.phone),
  emails: ways(p.email),
  addresses: p.city || p.street ? [{ city: p.city ?? undefined, street: p.street ?? undefined }] : null,
  birthday: p.birthday,
  jobTitle: p.jobTitle,
})

/** Its generator writes one in twenty again: here each is taken once. */
const strangers = (size: number, seed: number): Person[] => [
  ...new Map([...people(size, seed)].map((p) => [p.truth, p])).values(),
]

function withDoubles(
  size: number,
  seed: number,
  share: number,
  wild: number,
  shape: (p: Person) => Person,
): Noisy[] {
  const c = helpers(seed)
  const out: Noisy[] = []
  for (const p of strangers(size, seed)) {
    out.push({ truth: p.truth, values: asContact(shape(p)) })
    if (c.is(share)) out.push({ truth: p.truth, values: asContact(shape(again(p, c, wild))) })
    if (c.is(share / 6)) out.push({ truth: p.truth, values: asContact(shape(again(p, c, wild))) })
  }
  return out
}

/** Couples and their children: one surname, one address, often one telephone and one mailbox. */
function households(size: number, seed: number): Noisy[] {
  const c = helpers(seed)
  const out: Noisy[] = []
  const fresh = strangers(size, seed)
  const others = [...people(size, seed + 1)]
  for (const [i, p] of fresh.entries()) {
    const box = `${latin(p.last)}${c.below(1000)}@poshta.example`
    const mailbox = `${latin(p.first)[0]}.${box}`
    const one: Person = { ...p, email: c.is(0.7) ? mailbox : null }
    out.push({ truth: i * 2, values: asContact(one) })
    if (c.is(0.3)) {
      const q = others[i]!
      const own = `${latin(q.first)[0]}.${box}`
      const relative: Person = {
        ...q,
        last: p.last,
        middle: c.is(0.5) ? q.middle : feminine(q.middle),
        phone: c.is(0.5) ? p.phone : q.phone,
        email: c.is(0.3) ? one.email : c.is(0.8) ? own : null,
        city: p.city,
        street: p.street,
      }
      if (relative.first !== p.first) out.push({ truth: i * 2 + 1, values: asContact(relative) })
    }
    if (c.is(0.06)) out.push({ truth: i * 2, values: asContact(again(one, c, 1)) })
  }
  return out
}

/** Colleagues behind one mailbox and one telephone of the firm. */
function colleagues(size: number, seed: number): Noisy[] {
  const c = helpers(seed)
  const out: Noisy[] = []
  let firm = 0
  let left = 0
  for (const [i, p] of strangers(size, seed).entries()) {
    if (left-- <= 0) [firm, left] = [firm + 1, 1 + c.below(6)]
    const box = `${c.pick(['info', 'office', 'sales'])}@firma${firm}.example`
    const one: Person = {
      ...p,
      email: c.is(0.6) ? box : p.email,
      phone: c.is(0.5) ? `+38044${String(1_000_000 + firm * 37)}` : p.phone,
    }
    out.push({ truth: i, values: asContact(one) })
    if (c.is(0.08)) out.push({ truth: i, values: asContact(again(one, c, 1)) })
  }
  return out
}

const goods =
  'Тепло Аква Буд Агро Вент Клімат Світло Метал Дім Сервіс Техно Еко Транс Пром Інвест Мед Фарм Тех Авто Ліс'.split(
    ' ',
  )
const tails =
  'Груп Плюс Трейд Центр Україна Захід Схід Системи Монтаж Постач Майстер Союз Лайн Стандарт'.split(' ')
const forms = [
  'ТОВ «*»',
  'ТОВ "*"',
  '*',
  '*, ТОВ',
  'Товариство з обмеженою відповідальністю «*»',
  'ПП «*»',
  'ПрАТ «*»',
]
const latinForms = ['* LLC', '*', 'LLC "*"', 'TOV *', '* Ltd']

/** Companies with and without codes, in two alphabets, with branches in other cities and mailboxes of one provider. */
function companies(size: number, seed: number): Noisy[] {
  const c = helpers(seed)
  const towns = [...people(300, seed)].flatMap((p) => p.city ?? [])
  const surnames = [...people(2000, seed + 5)].map((p) => p.last)
  const out: Noisy[] = []
  for (let i = 0; i < size; i++) {
    const name = c.is(0.6)
      ? `${c.pick(goods)}${c.is(0.5) ? '-' : ' '}${c.pick(tails)} ${c.is(0.5) ? c.pick(surnames) : 1 + c.below(90)}`
      : `${c.pick(surnames)}${c.is(0.3) ? ` і ${c.pick(['сини', 'партнери', 'Ко'])}` : ''}`
    const domain = `${latin(name).replaceAll(/[^a-z0-9]/g, '')}${c.below(40)}.example`
    const firm = {
      code: c.is(0.6) ? String(20_000_000 + c.below(25_000_000)) : null,
      city: c.pick(towns),
      phone: c.is(0.7) ? `+380${c.pick(['44', '32', '67'])}${String(1_000_000 + c.below(8_999_999))}` : null,
      email: c.is(0.6) ? `${c.pick(['info', 'office', 'zakaz'])}@${domain}` : null,
    }
    const written = (spell: string, one: typeof firm) => ({
      name: spell,
      registrationCode: one.code,
      phones: ways(one.phone),
      emails: ways(one.email),
      addresses: one.city ? [{ city: one.city }] : null,
    })
    out.push({ truth: i, values: written(c.pick(forms).replace('*', name), firm) })
    if (!c.is(0.15)) continue
    const other = {
      code: c.is(0.5) ? firm.code : null,
      city: c.is(0.7) ? firm.city : c.is(0.5) ? c.pick(towns) : '',
      phone: c.is(0.6) ? firm.phone : null,
      email: c.is(0.6) ? firm.email : null,
    }
    const spelt = c.is(0.2)
      ? mistyped(name, c)
      : c.is(0.2)
        ? name.replaceAll('-', '').replaceAll(' ', '')
        : name
    const spell = c.is(0.25)
      ? c.pick(latinForms).replace('*', cap(latin(spelt)))
      : c.pick(forms).replace('*', spelt)
    out.push({ truth: i, values: written(spell, other) })
  }
  return out
}

export const noisySets = (): NoisySet[] => [
  { name: 'Two alphabets', entity: 'contact', records: withDoubles(8000, 21, 0.15, 1, (p) => p) },
  {
    name: 'Name and city',
    entity: 'contact',
    records: withDoubles(8000, 22, 0.12, 0.6, (p) => ({
      ...p,
      middle: null,
      phone: null,
      email: null,
      street: null,
      birthday: null,
      jobTitle: null,
    })),
  },
  {
    name: 'Name and phone',
    entity: 'contact',
    records: withDoubles(5000, 23, 0.1, 0.8, (p) => ({
      ...p,
      middle: null,
      email: null,
      street: null,
      city: null,
      birthday: null,
      jobTitle: null,
    })),
  },
  { name: 'Households', entity: 'contact', records: households(3000, 24) },
  { name: 'A few households', entity: 'contact', records: households(300, 27) },
  { name: 'Colleagues', entity: 'contact', records: colleagues(4000, 25) },
  { name: 'Companies', entity: 'account', records: companies(5000, 26) },
  { name: 'A few companies', entity: 'account', records: companies(300, 28) },
]
