import { Decimal } from 'decimal.js'
import type { Locale } from '#core/text.ts'

/** One, a few, many: as Ukrainian counts (1 гривня, 2 гривні, 5 гривень); English uses the first and the last. */
type Counted = readonly [string, string, string]
type Gender = 0 | 1

const hundreds = '|сто|двісті|триста|чотириста|п’ятсот|шістсот|сімсот|вісімсот|дев’ятсот'.split('|')
const tens = '||двадцять|тридцять|сорок|п’ятдесят|шістдесят|сімдесят|вісімдесят|дев’яносто'.split('|')
const ones = (
  '|один|два|три|чотири|п’ять|шість|сім|вісім|дев’ять|десять|одинадцять|дванадцять|тринадцять|' +
  'чотирнадцять|п’ятнадцять|шістнадцять|сімнадцять|вісімнадцять|дев’ятнадцять'
).split('|')
const feminine: Record<number, string> = { 1: 'одна', 2: 'дві' }
const groups: readonly { name: Counted; gender: Gender }[] = [
  { name: ['', '', ''], gender: 0 },
  { name: ['тисяча', 'тисячі', 'тисяч'], gender: 1 },
  { name: ['мільйон', 'мільйони', 'мільйонів'], gender: 0 },
  { name: ['мільярд', 'мільярди', 'мільярдів'], gender: 0 },
  { name: ['трильйон', 'трильйони', 'трильйонів'], gender: 0 },
]

const englishOnes = (
  '|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|' +
  'seventeen|eighteen|nineteen'
).split('|')
const englishTens = '||twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety'.split('|')
const englishGroups = ['', 'thousand', 'million', 'billion', 'trillion']

const currencies: Record<string, { uk: Counted; gender: Gender; en: Counted; small: [Counted, Counted] }> = {
  UAH: {
    uk: ['гривня', 'гривні', 'гривень'],
    gender: 1,
    en: ['hryvnia', 'hryvnias', 'hryvnias'],
    small: [
      ['копійка', 'копійки', 'копійок'],
      ['kopiyka', 'kopiykas', 'kopiykas'],
    ],
  },
  EUR: {
    uk: ['євро', 'євро', 'євро'],
    gender: 0,
    en: ['euro', 'euros', 'euros'],
    small: [
      ['євроцент', 'євроценти', 'євроцентів'],
      ['cent', 'cents', 'cents'],
    ],
  },
  USD: {
    uk: ['долар США', 'долари США', 'доларів США'],
    gender: 0,
    en: ['US dollar', 'US dollars', 'US dollars'],
    small: [
      ['цент', 'центи', 'центів'],
      ['cent', 'cents', 'cents'],
    ],
  },
  PLN: {
    uk: ['злотий', 'злоті', 'злотих'],
    gender: 0,
    en: ['zloty', 'zlotys', 'zlotys'],
    small: [
      ['грош', 'гроші', 'грошів'],
      ['grosz', 'groszy', 'groszy'],
    ],
  },
}

/** 1 → 0, 2…4 → 1, 5…20 → 2, 21 → 0, 111 → 2. */
export const formOf = (n: number): 0 | 1 | 2 =>
  n % 10 === 1 && n % 100 !== 11 ? 0 : n % 10 >= 2 && n % 10 <= 4 && !(n % 100 >= 12 && n % 100 <= 14) ? 1 : 2

function threeDigits(n: number, gender: Gender): string[] {
  const rest = n % 100
  const last = rest < 20 ? rest : rest % 10
  return [
    hundreds[Math.floor(n / 100)]!,
    rest < 20 ? '' : tens[Math.floor(rest / 10)]!,
    gender ? (feminine[last] ?? ones[last]!) : ones[last]!,
  ].filter(Boolean)
}

function threeEnglish(n: number): string {
  const rest = n % 100
  const below =
    rest < 20
      ? englishOnes[rest]!
      : [englishTens[Math.floor(rest / 10)]!, englishOnes[rest % 10]!].filter(Boolean).join('-')
  const above = n >= 100 ? `${englishOnes[Math.floor(n / 100)]} hundred` : ''
  return [above, below].filter(Boolean).join(' ')
}

/** Groups of three digits, the lowest first. */
const inGroups = (whole: string) =>
  whole
    .match(/\d{1,3}(?=(\d{3})*$)/g)!
    .map(Number)
    .toReversed()

const ukrainian = (whole: string, gender: Gender) =>
  inGroups(whole)
    .flatMap((n, i) =>
      n === 0
        ? []
        : [[...threeDigits(n, i === 0 ? gender : groups[i]!.gender), groups[i]!.name[formOf(n)]].join(' ')],
    )
    .toReversed()
    .join(' ')
    .trim() || 'нуль'

const english = (whole: string) =>
  inGroups(whole)
    .flatMap((n, i) => (n === 0 ? [] : [`${threeEnglish(n)} ${englishGroups[i]}`.trim()]))
    .toReversed()
    .join(' ') || 'zero'

/** An amount in words, as it is written on documents: «Одна тисяча двісті тридцять чотири гривні 50 копійок», "One
 * thousand two hundred thirty-four euros 50 cents". Up to fifteen digits; of another currency its letters are used.
 * @param amount a decimal string; rounded to two digits after the point, half up. */
export function amountInWords(amount: string, currency: string, locale: Locale): string {
  const rounded = new Decimal(amount).toFixed(2, Decimal.ROUND_HALF_UP)
  const [whole, small] = rounded.replace('-', '').split('.') as [string, string]
  const named = currencies[currency]
  const last = Number(whole.slice(-2))
  const isOne = whole === '1'
  const uk = locale === 'uk'
  const number = uk ? ukrainian(whole, named?.gender ?? 0) : english(whole)
  const unit = !named ? currency : uk ? named.uk[formOf(last)] : named.en[isOne ? 0 : 2]
  const part = !named
    ? `${small}/100`
    : `${small} ${uk ? named.small[0][formOf(Number(small))] : named.small[1][small === '01' ? 0 : 2]}`
  const minus = rounded.startsWith('-') && !/^-0\.00$/.test(rounded) ? (uk ? 'мінус ' : 'minus ') : ''
  const text = `${minus}${number} ${unit} ${part}`
  return text.charAt(0).toUpperCase() + text.slice(1)
}
