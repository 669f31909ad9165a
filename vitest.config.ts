import { defineConfig } from 'vitest/config'
import { sprite } from './web/sprite.ts'

export default defineConfig({
  resolve: { alias: { 'kolo-icons.svg': await sprite() } },
  test: {
    include: ['test/**/*.test.ts', 'server/**/*.test.ts', 'web/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'web/dist/**'],
    globalSetup: ['test/world/server.ts'],
    reporters: ['default', './test/world/reporter.ts'],
    // Each worker is a process, as the server is.
    pool: 'forks',
    maxWorkers: 2,
    // A browser on a busy machine may miss a key; what is really broken fails every time.
    retry: process.env['CI'] ? 2 : 0,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
})
