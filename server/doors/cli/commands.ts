import { apiKeyCreate } from './api-key-create.ts'
import { backup } from './backup.ts'
import type { Command } from './command.ts'
import { doctor } from './doctor.ts'
import { exportRecords } from './export.ts'
import { help } from './help.ts'
import { importRecords, importUndo } from './import.ts'
import { migrate } from './migrate.ts'
import { restore } from './restore.ts'
import { setup } from './setup.ts'
import { userAdd } from './user-add.ts'

/** All of them, in the order in which one comes to need them. */
export const commands: readonly Command[] = [
  help(() => commands),
  setup,
  userAdd,
  apiKeyCreate,
  importRecords,
  importUndo,
  exportRecords,
  migrate,
  backup,
  restore,
  doctor,
]
