// The Cabinet's rule of 2010, without what a key has no use for.
const latin: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'h',
  ґ: 'g',
  д: 'd',
  е: 'e',
  є: 'ie',
  ж: 'zh',
  з: 'z',
  и: 'y',
  і: 'i',
  ї: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ь: '',
  ю: 'iu',
  я: 'ia',
}

const words = (name: string) =>
  [...name.toLowerCase()]
    .map((c) => latin[c] ?? (/['’ʼ]/.test(c) ? '' : c))
    .join('')
    .normalize('NFD')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)

/** A key by which programs know what people call so: "Розмір знижки" → rozmirZnyzhky. */
export function keyOf(name: string, most = 40): string {
  const joined = words(name)
    .map((w, i) => (i === 0 ? w : w[0]!.toUpperCase() + w.slice(1)))
    .join('')
  return joined.replace(/^[0-9]+/, '').slice(0, most)
}

/** The same with small letters only: "Регіональний керівник" → rehionalnyi_kerivnyk. */
export const smallKeyOf = (name: string, most = 30) =>
  words(name)
    .join('_')
    .replace(/^[0-9_]+/, '')
    .slice(0, most)
