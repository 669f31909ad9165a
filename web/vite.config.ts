import { mkdirSync, writeFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))
const server = process.env['KOLO_DEV_SERVER'] ?? 'http://127.0.0.1:3000'

/** Each file also compressed, once and well: the server only has to send what the browser understands. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  // After everything: what is compressed must be what is written.
  async writeBundle({ dir = '' }, bundle) {
    const squeeze = async (name: string) => {
      const text = await readFile(join(dir, name))
      await writeFile(join(dir, `${name}.br`), await promisify(brotliCompress)(text))
      await writeFile(join(dir, `${name}.gz`), await promisify(gzip)(text, { level: 9 }))
    }
    await Promise.all(
      Object.keys(bundle)
        .filter((name) => /\.(js|css|svg)$/.test(name))
        .map(squeeze),
    )
  },
}

type Shape = [tag: string, attributes: Record<string, string>]

/** The pictures of icon-names.json as symbols of one SVG: a script would weigh more, and on the first screen. */
async function makeSprite(): Promise<string> {
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

export default defineConfig({
  root,
  plugins: [react(), tailwind(), compressed],
  resolve: { alias: { 'kolo-icons.svg': await makeSprite() } },
  // The server's policy allows no inline script or style: nothing may be turned into a data: address.
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api/': server } },
})
