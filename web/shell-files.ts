import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin, Rolldown } from 'vite'

/** What opens without a network: the page, what stands around every screen, the day, and what they load when used. */
const opened = [
  'index.html',
  'shell/shell.tsx',
  'shell/bottom-bar.tsx',
  'shell/user-menu-items.tsx',
  'shell/help.tsx',
  'screens/my-day/my-day-screen.tsx',
  'offline/start.ts',
  'offline/kept.ts',
  'offline/kept-catalogue.ts',
  'offline/waiting-dialog.tsx',
  'offline/away-dialog.tsx',
  'offline/sign-out.ts',
  'ui/drawer.tsx',
  'ui/dialog-part.tsx',
  'ui/menu-parts.tsx',
  'ui/popover-part.tsx',
  'ui/select-part.tsx',
  'ui/toast-stack.tsx',
  'locales/en.ts',
  'locales/en-far.ts',
  'locales/uk.ts',
  'locales/uk-far.ts',
]
// Not named by their contents.
const loose = ['/manifest.webmanifest', '/icon-192.png']

/** Writes the service worker, which keeps these files and nothing else. */
export const shellFiles = (root: string): Plugin => ({
  name: 'shell-files',
  apply: 'build',
  generateBundle: {
    order: 'post',
    async handler(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const names = new Set<string>()
      const take = ({ fileName, imports }: Rolldown.OutputChunk) => {
        if (names.has(fileName)) return
        names.add(fileName)
        for (const name of imports) {
          const chunk = bundle[name]
          if (chunk?.type === 'chunk') take(chunk)
        }
      }
      for (const name of opened) {
        const chunk = chunks.find((c) => c.moduleIds.includes(join(root, name)))
        if (!chunk) throw new Error(`${name} is in no chunk: see shell-files.ts.`)
        take(chunk)
      }
      for (const name of Object.keys(bundle))
        if (/\.(css|svg)$|inter-(latin|cyrillic)-wght.*\.woff2$/.test(name)) names.add(name)
      const entry = chunks.find((c) => c.isEntry)!.fileName
      const files = [...[...names].toSorted().map((name) => `/${name}`), ...loose]
      const worker = await readFile(join(root, 'offline/worker.js'), 'utf8')
      const html = bundle['index.html']
      const page = html?.type === 'asset' ? String(html.source) : ''
      const version = createHash('sha256')
        .update(`${files.join()}${worker}${page}`)
        .digest('hex')
        .slice(0, 12)
      const source = worker.replace('__SHELL__', JSON.stringify({ version, files, entry }))
      this.emitFile({ type: 'asset', fileName: 'sw.js', source })
    },
  },
})
