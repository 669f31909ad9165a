import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { folderPlace, type Place } from '#core/files.ts'

/** A folder of the test's own; all of them go when the run ends, also those of a process that was killed. */
export const scratchFolder = (name: string): string => mkdtempSync(join(inject('server').scratch, `${name}-`))

/** The same as a place for files. */
export const scratchPlace = (): Place => folderPlace(scratchFolder('files'))
