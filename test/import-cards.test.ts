import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { importWorld, type ImportWorld } from './import-world.ts'

let w: ImportWorld
let admin: Actor
beforeAll(async () => {
  w = await importWorld()
  admin = await w.asRole('administrator')
})
afterAll(() => w.close())

describe.skipIf(!existsSync(`${import.meta.dirname}/../../shared/data/vcard`))(
  'of the vcard set: cards come in, or are refused with the reason',
  () => {
    const refused: Record<string, string[]> = {
      'John_Doe_ANDROID.vcf': ['E-mail 1 - Value: “ÑÑÑÑÑÑÑÑÑÑÑÑÑÑ” is not an e-mail address.'],
      'outlook-2003.vcf': ['Phone 1 - Value: “BusinessPhone” is not a phone number.'],
    }
    const folder = `${import.meta.dirname}/../../shared/data/vcard/ez-vcard/src/test/resources/ezvcard/io/text`
    it.each(existsSync(folder) ? readdirSync(folder).filter((f) => f.endsWith('.vcf')) : [])(
      '%s',
      async (file) => {
        const run = await w.take(admin, readFileSync(`${folder}/${file}`), {
          entity: 'contact',
          createMissing: ['account'],
          dryRun: true,
        })
        expect(run.result.check!.samples.refused.map((r) => `${r.column}: ${r.reason}`)).toEqual(
          refused[file] ?? [],
        )
      },
    )
  },
)
