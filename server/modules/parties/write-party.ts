import { Invalid, type Problem } from '#core/error.ts'
import type { Context } from '#core/operation.ts'
import { create, update, type Difference } from '#core/stock.ts'
import type { AnyEntity } from '#core/entity.ts'
import type { FieldMap } from '#core/kind.ts'
import type { Address } from '#core/kinds/index.ts'
import { account } from './account.ts'
import { contact } from './contact.ts'
import { edrpouOf, euVatOf, ibanOf, rnokppOf, type Identify } from './identifiers.ts'

type Item = Record<string, unknown>
type Identifier = { looksLike: RegExp; identify: Identify; en: string; uk: string }

/** What is checked is only what claims to be of a form that can be: a code of another country is kept as it is. */
const identifiers: Record<string, Identifier> = {
  registrationCode: {
    looksLike: /^\s*\d{8}\s*$/,
    identify: edrpouOf,
    en: 'This EDRPOU is mistyped: its check digit is wrong.',
    uk: 'Цей ЄДРПОУ записано з помилкою: контрольна цифра не сходиться.',
  },
  taxId: {
    looksLike: /^\s*\d{10}\s*$/,
    identify: rnokppOf,
    en: 'This RNOKPP is mistyped: its check digit is wrong.',
    uk: 'Цей РНОКПП записано з помилкою: контрольна цифра не сходиться.',
  },
  vatId: {
    looksLike:
      /^\s*(AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK)[\s\dA-Z.-]{6,}$/i,
    identify: euVatOf,
    en: 'This VAT number is mistyped.',
    uk: 'Цей номер ПДВ записано з помилкою.',
  },
  iban: {
    looksLike: /\S/,
    identify: ibanOf,
    en: 'This IBAN is mistyped.',
    uk: 'Цей IBAN записано з помилкою.',
  },
}

/** The identifier as it is kept, or the problem with it. */
export function identified(key: string, value: unknown): { value: unknown } | { problem: 'mistyped' } {
  const rule = identifiers[key]
  if (!rule || typeof value !== 'string' || !rule.looksLike.test(value)) return { value }
  const kept = rule.identify(value)
  return kept === null ? { problem: 'mistyped' } : { value: kept }
}

/** Eight digits are a code in other countries too: an account with its address there is not measured by ours. */
const isForeign = (addresses: unknown) =>
  Array.isArray(addresses) &&
  addresses.some((a: Address) => a.country && !/^(ua|ukr|ukraine|україна)$/i.test(a.country.trim()))

function checked({ actor }: Pick<Context, 'actor'>, items: Item[], before: readonly Item[]): Item[] {
  const problems: Problem[] = []
  const ready = items.map((item, i) => {
    const out = { ...item }
    for (const [key, rule] of Object.entries(identifiers)) {
      // What stood there before the check was made may stand: an old mistake must not block another field.
      if (item[key] === undefined || item[key] === before[i]?.[key]) continue
      if (key === 'registrationCode' && isForeign(item['addresses'] ?? before[i]?.['addresses'])) continue
      const result = identified(key, item[key])
      if ('problem' in result)
        problems.push({ path: `items.${i}.${key}`, message: rule[actor.locale], code: 'mistyped' })
      else out[key] = result.value
    }
    return out
  })
  if (problems.length) throw new Invalid(problems)
  return ready
}

/** For whatever carries such identifiers. */
export const withIdentifiers: Difference = { prepare: (c, items, before) => checked(c, items, before) }
const both = (e: AnyEntity, extra: FieldMap = {}) => [
  create(e, { ...withIdentifiers, extra }),
  update(e, { ...withIdentifiers, extra }),
]

/** Making and changing an account or a contact checks the identifiers it is given. */
export const writeParties = [...both(account), ...both(contact, { vcard: contact.fields.vcard })]
