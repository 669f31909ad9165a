import { mkdirSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('.', import.meta.url))

type Shape = [tag: string, attributes: Record<string, string>]

/** The pictures of icon-names.json as symbols of one SVG: a script would weigh more, and on the first screen. */
export async function sprite(): Promise<string> {
  const names = JSON.parse(await readFile(join(root, 'shell/icon-names.json'), 'utf8')) as Record<
    string,
    string
  >
  const symbols = Object.entries(names).map(async ([name, file]) => {
    const { __iconData } = (await import(`lucide-react/dist/esm/icons/${file}.mjs`)) as {
      __iconData: { node: Shape[] }
    }
    const shapes = __iconData.node.map(([tag, { key: _, ...attributes }]) => {
      const written = Object.entries(attributes).map(([k, v]) => ` ${k}="${v}"`)
      return `<${tag}${written.join('')}/>`
    })
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.join('')}</symbol>`
  })
  const path = join(root, '../node_modules/.cache/kolo-icons.svg')
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(
    path,
    `<svg xmlns="http://www.w3.org/2000/svg">${(await Promise.all(symbols)).join('')}</svg>`,
  )
  return path
}
