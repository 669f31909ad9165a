import type { Contact } from './contacts.ts'
import { latin, type Language } from './language.ts'

const short: Record<string, string> = {
  Катерина: 'Катя',
  Тетяна: 'Таня',
  Володимир: 'Вова',
  Дмитро: 'Діма',
  Олександр: 'Саша',
  Наталія: 'Наталка',
  Олексій: 'Льоша',
  Анастасія: 'Настя',
}
const shortOf = (first: string) =>
  Object.entries(short).find(([whole]) => whole === first || latin(whole) === first)?.[1]

/** Two letters within the name have changed places. */
const mistyped = (last: string) => `${last.slice(0, 3)}${last.charAt(4)}${last.charAt(3)}${last.slice(5)}`

type Name = Contact['name']
const ways: { count: number; fits?: (name: Name) => boolean; write: (name: Name, l: Language) => Name }[] = [
  {
    count: 3,
    fits: ({ last }) => last.length > 6 && last[3] !== last[4],
    write: ({ last, first }) => ({ last: mistyped(last), first }),
  },
  {
    count: 3,
    fits: ({ first }) => shortOf(first) !== undefined,
    write: ({ last, first }, { spell }) => ({ last, first: spell(shortOf(first)!) }),
  },
  { count: 2, write: ({ last, first }) => ({ last: latin(last), first: latin(first) }) },
  { count: 2, write: ({ last, first }) => ({ last: first, first: last }) },
]

/** People entered once more by a colleague who did not look: with the same telephone, their names written otherwise. */
export function makeDoubles(contacts: readonly Contact[], language: Language): Contact[] {
  const left = contacts.filter((c) => c.phones && c.name.middle && !c.taxId)
  const step = Math.floor(left.length / 40)
  const chosen = new Set<Contact>()
  return ways
    .flatMap(({ count, fits = () => true, write }, way) =>
      Array.from({ length: count }, (_, i) => {
        const from = (way * 10 + i * 3) * step
        const of = [...left.slice(from), ...left].find((c) => !chosen.has(c) && fits(c.name))!
        chosen.add(of)
        const { account, phones, jobTitle } = of
        return {
          name: write(of.name, language),
          ...(jobTitle && { jobTitle }),
          account,
          phones: phones!.slice(0, 1),
          owner: left[(from + 7) % left.length]!.owner,
          source: 'call',
        }
      }),
    )
    .map((double, i) => {
      const number = contacts.length + 1 + i
      return { key: `contact:${number}`, code: `P-${String(number).padStart(5, '0')}`, ...double }
    })
}
