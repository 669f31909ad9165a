import type { Kolo } from '#core/kolo.ts'
import type { Locale } from '#core/text.ts'
import type { Collected } from '#modules/privacy/index.ts'

const words = {
  title: { en: 'All data that we keep of you', uk: 'Усі дані, які ми про вас зберігаємо' },
  history: { en: 'What happened', uk: 'Що відбувалося' },
  files: { en: 'Files', uk: 'Файли' },
  made: { en: 'Made', uk: 'Складено' },
}
const safe = (text: string) =>
  text.replaceAll(/[&<>"]/g, (x) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[x]!)

const isEmpty = (v: unknown) =>
  v === null || v === undefined || v === '' || (Array.isArray(v) && v.length === 0)

/** The same as a page that anybody can read. */
export function readable(kolo: Kolo, data: Collected, locale: Locale): string {
  const shown = (entity: string, key: string, value: unknown): string => {
    const f = kolo.entity(entity).fields[key]
    if (typeof value === 'object' && value !== null && 'title' in value)
      return String((value as { title: unknown }).title ?? '')
    return f && !f.entity && !f.anyEntity && key !== 'custom'
      ? f.kind.format(value as never, locale, f)
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value)
  }
  const card = (entity: string, fields: Record<string, string>, item: Record<string, unknown>) =>
    `<dl>${Object.entries(item)
      .filter(([key, v]) => fields[key] && !isEmpty(v))
      .map(([key, v]) => `<dt>${safe(fields[key]!)}</dt><dd>${safe(shown(entity, key, v))}</dd>`)
      .join('')}</dl>`
  const parts = Object.entries(data.records).map(
    ([entity, { label, fields, items }]) =>
      `<h2>${safe(label)} (${items.length})</h2>${items.map((i) => card(entity, fields, i)).join('')}`,
  )
  const history = data.history
    .map(
      (h) =>
        `<li>${safe(String(h['at']))} ${safe(String(h['name']))} ${safe(JSON.stringify(h['changes'] ?? ''))}</li>`,
    )
    .join('')
  const files = data.files.map((f) => `<li>${safe(f.name)}</li>`).join('')
  return `<!doctype html><html lang="${locale}"><meta charset="utf-8"><title>${words.title[locale]}</title>
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.2rem 1rem;border-top:1px solid #ccc;padding:.6rem 0;margin:0}dt{color:#555}dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}</style>
<h1>${words.title[locale]}</h1><p>${words.made[locale]}: ${data.madeAt}</p>${parts.join('\n')}
<h2>${words.files[locale]}</h2><ul>${files}</ul><h2>${words.history[locale]}</h2><ul>${history}</ul></html>`
}
