const units: Record<string, readonly string[]> = {
  H87: ['piece', 'pc', 'pcs', 'шт', 'штука'],
  MTR: ['metre', 'meter', 'm', 'м'],
  MTK: ['m2', 'm²', 'м2', 'м²', 'кв.м'],
  MTQ: ['m3', 'm³', 'м3', 'м³', 'куб.м'],
  KMT: ['km', 'км'],
  GRM: ['gram', 'g', 'г'],
  KGM: ['kilogram', 'kg', 'кг'],
  TNE: ['tonne', 't', 'т'],
  LTR: ['litre', 'liter', 'l', 'л'],
  XPK: ['pack', 'упак'],
  XBX: ['box', 'коробка', 'ящик'],
  SET: ['set', 'компл'],
  MIN: ['minute', 'min', 'хв'],
  HUR: ['hour', 'h', 'год'],
  DAY: ['day', 'день', 'доба'],
  WEE: ['week', 'тиждень'],
  MON: ['month', 'місяць', 'міс'],
  ANN: ['year', 'рік'],
  KWH: ['kwh', 'квт·год', 'квт-год'],
}
const codeOfUnit = new Map(Object.entries(units).flatMap(([code, names]) => names.map((n) => [n, code])))

/** The code of UN/ECE Recommendation 20 for a unit by its key or its name; null when there is none. A line without a
 * unit counts ones. */
export const unitCodeOf = (names: readonly (string | null | undefined)[]): string | null => {
  const given = names.filter((n) => n != null)
  if (given.length === 0) return 'C62'
  return given.map((n) => codeOfUnit.get(n.trim().toLowerCase().replace(/\.$/, ''))).find(Boolean) ?? null
}

export type Category = 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O'
/** What the code of the VAT category says where no VAT is taken, by UNCL5305 and the list of exemption reasons (VATEX). */
export const exemptions: Record<
  Exclude<Category, 'S' | 'Z'>,
  { code?: string; reason: { en: string; uk: string } }
> = {
  E: { reason: { en: 'Exempt from VAT', uk: 'Звільнено від ПДВ' } },
  AE: { code: 'VATEX-EU-AE', reason: { en: 'Reverse charge', uk: 'Зворотне нарахування ПДВ' } },
  K: {
    code: 'VATEX-EU-IC',
    reason: { en: 'Intra-community supply', uk: 'Постачання всередині ЄС' },
  },
  G: { code: 'VATEX-EU-G', reason: { en: 'Export outside the EU', uk: 'Експорт за межі ЄС' } },
  O: { code: 'VATEX-EU-O', reason: { en: 'Not subject to VAT', uk: 'Не є об’єктом ПДВ' } },
}
