import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { shellFiles } from './shell-files.ts'
import { sprite } from './sprite.ts'

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

export default defineConfig({
  root,
  plugins: [react(), tailwind(), shellFiles(root), compressed],
  resolve: { alias: { 'kolo-icons.svg': await sprite() } },
  // The server's policy allows no inline script or style: nothing may be turned into a data: address.
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    // The first script lists all others: by their hashes alone, that list is five kilobytes shorter.
    rolldownOptions: { output: { chunkFileNames: 'assets/[hash].js' } },
    // Browsers that run what the target says know it themselves.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The outlines of the world's countries, loaded with the first map; what the first screen loads has its own test.
    chunkSizeWarningLimit: 800,
  },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api/': server } },
})
