import type { Language } from './language.ts'
import type { Random } from './random.ts'
import { makePerson, type Person } from './words/people.ts'
import type { City } from './words/places.ts'
import { houses, roots } from './words/roots.ts'
import { legal, type Form, type Segment } from './words/segment.ts'

/** `short` is what people say, `legal` what stands on a contract; a sole trader and a family have a `person`. */
export type Name = { form: Form; short: string; legal?: string; person?: Person }

/** Remembers which names are taken. */
export function makeNames() {
  const taken = new Set<string>()
  return {
    take: (name: string) => !taken.has(name) && Boolean(taken.add(name)),
    /** A root that only one group of companies has. */
    root: (random: Random): string => {
      const free = roots.filter((r) => !taken.has(`root ${r}`))
      const root = random.pick(free)
      taken.add(`root ${root}`)
      return root
    },
    isFree: (root: string) => !taken.has(`root ${root}`),
  }
}
export type Names = ReturnType<typeof makeNames>

/** "uk|en", or one spelling for both. */
export function inWords(pattern: string, { locale, spell }: Language): string {
  const [uk, en] = pattern.split('|') as [string, string?]
  return locale === 'uk' ? uk : spell(en ?? uk)
}

const bare = (name: string) => name.replaceAll(/[«»“”]/g, '')

function personal(random: Random, language: Language, form: 'soleTrader' | 'household', taken: Names): Name {
  const { spell, say } = language
  const person = makePerson(random, form === 'soleTrader' ? 0.7 : 0.5)
  const { last, first, middle } = person
  const initials = `${spell(first).charAt(0)}. ${spell(middle).charAt(0)}.`
  const short =
    form === 'soleTrader'
      ? say({ uk: `ФОП ${last} ${initials}`, en: `${spell(last)} ${initials}, sole trader` })
      : say({ uk: `${last} ${first} ${middle}`, en: `${spell(last)} ${spell(first)} ${spell(middle)}` })
  // Whether a name is free is asked in Ukrainian, so that both languages have the same company.
  if (!taken.take(`${form} ${last} ${first.charAt(0)}${middle.charAt(0)}`))
    return personal(random, language, form, taken)
  const full = `${spell(last)} ${spell(first)} ${spell(middle)}`
  const trader = say({ uk: `Фізична особа-підприємець ${full}`, en: `Sole trader ${full}` })
  return { form, short, person, ...(form === 'soleTrader' && { legal: trader }) }
}

/** A pattern of the segment with X and C filled in; a given root may be a whole name ("X Груп|X Group"). */
function draw(random: Random, names: Names, segment: Segment, form: Form, city: City, root?: string): string {
  if (root?.includes('|')) return root
  if (form === 'association') return `${random.pick(houses)} ${random.int(2, 96)}`
  const x = root ?? random.pick(roots.filter(names.isFree))
  const pattern = segment.key === 'housing' ? 'X Сервіс Дім|X Home Service' : random.pick(segment.names)
  return pattern.replaceAll(/\bX\b/g, x).replaceAll('CITY', city.name)
}

/** Null when the name drawn is taken: draw again, perhaps in another city. */
export function nameOf(
  random: Random,
  language: Language,
  names: Names,
  segment: Segment,
  city: City,
  root?: string,
): Name | null {
  const form = root ? 'llc' : random.pick(segment.forms)
  if (form === 'soleTrader' || form === 'household') return personal(random, language, form, names)
  const pattern = draw(random, names, segment, form, city, root)
  return names.take(pattern) ? corporate(pattern, form, language) : null
}

export function corporate(
  pattern: string,
  form: Exclude<Form, 'soleTrader' | 'household'>,
  language: Language,
): Name {
  const said = inWords(pattern, language)
  const full = language.say(legal[form]).replace('N', bare(said))
  return { form, short: form === 'association' || form === 'municipal' ? full : said, legal: full }
}
