import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

/** Counts for the last line of `npm test`, and the skipped tests by name: a skipped test is a claim nobody proved. A
 * file that could not be read and an error outside any test count as failures. */
export default class Counts implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]) {
    const tests = modules.flatMap((m) =>
      [...m.children.allTests()].map((test) => ({ file: m.relativeModuleId, test })),
    )
    const those = (state: string) => tests.filter(({ test }) => test.result().state === state)
    const broken = modules.flatMap((m) => [...m.children.allSuites(), m]).filter((s) => s.errors().length > 0)
    const unfinished = those('pending').length
    const skipped = those('skipped')
    for (const { file, test } of skipped) console.log(`skipped: ${file} > ${test.fullName}`)
    const counts = {
      passed: those('passed').length,
      failed: those('failed').length + broken.length + errors.length + unfinished,
      skipped: skipped.length,
    }
    if (process.env['KOLO_TEST_COUNTS'])
      writeFileSync(process.env['KOLO_TEST_COUNTS'], JSON.stringify(counts))
  }
}
