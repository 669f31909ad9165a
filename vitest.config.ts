import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { sprite } from './web/sprite.ts'

// So that no long one is left alone at the end; the first of the rights makes the database that the others copy.
const long =
  `access/reading journeys/settings journeys/setup journeys/way access/writing bad-input/stored journeys/ access/
  bad-input/ cli kill backup launcher activities/reminders quote-page openapi`.split(/\s+/)

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const place = ({ moduleId }: TestSpecification) => {
      const at = long.findIndex((name) => moduleId.includes(`/test/${name}`))
      return at < 0 ? long.length : at
    }
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
  }
}

export default defineConfig({
  resolve: { alias: { 'kolo-icons.svg': await sprite() } },
  test: {
    include: ['test/**/*.test.ts', 'server/**/*.test.ts', 'web/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'web/dist/**'],
    globalSetup: ['test/world/server.ts'],
    reporters: ['default', './test/world/reporter.ts'],
    sequence: { sequencer: LongFirst },
    // Each worker is a process, as the server is.
    pool: 'forks',
    // One more than the cores of a small machine: a browser waits as much as it works.
    maxWorkers: 3,
    // A browser on a busy machine may miss a key; what is really broken fails every time.
    retry: process.env['CI'] ? 2 : 0,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
})
