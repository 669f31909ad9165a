import type { Random } from './random.ts'

export type Way = { value: string; label?: string; primary?: boolean }
export type Messenger = { kind: string; value: string; primary?: boolean }
export type Address = {
  country: string
  region?: string
  district?: string
  city: string
  street?: string
  postcode?: string
  branch?: string
  label?: string
  primary?: boolean
}

const mobileCodes = [50, 63, 66, 67, 68, 73, 93, 95, 96, 97, 98, 99]

/** Hands out numbers and mailboxes, none of them twice. After the code every number goes on with 000, and every
 * mailbox ends in .example: nobody real is called or written to. */
export function makeBook(random: Random) {
  const given = new Set<string>()
  const fresh = (make: (attempt: number) => string): string => {
    for (let attempt = 0; ; attempt++) {
      const one = make(attempt)
      if (!given.has(one)) return (given.add(one), one)
    }
  }
  const number = (code: string | number) => `+380${code}000${String(random.int(0, 9999)).padStart(4, '0')}`
  return {
    mobile: () => fresh(() => number(random.pick(mobileCodes))),
    landline: (areaCode: string) => fresh(() => number(areaCode)),
    mailbox: (name: string, domain: string) => fresh((n) => `${name}${n === 0 ? '' : n + 1}@${domain}`),
    domain: (name: string) => fresh((n) => `${name}${n === 0 ? '' : `-${n + 1}`}.example`),
  }
}
export type Book = ReturnType<typeof makeBook>
