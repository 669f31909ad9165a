import { fileURLToPath } from 'node:url'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))
const server = process.env['KOLO_DEV_SERVER'] ?? 'http://127.0.0.1:3000'

export default defineConfig({
  root,
  plugins: [react(), tailwind()],
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
