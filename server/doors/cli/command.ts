import type { ParseArgsOptionsConfig } from 'node:util'
import { CannotStart } from '#database/cannot-start.ts'
import { type Auth, createAuth } from '#doors/auth/index.ts'
import { type Installation, openInstallation } from '../../installation.ts'
import { readSettings } from '../../settings.ts'

export type Given = {
  /** An option that takes a value. */
  text(option: string): string | undefined
  /** An option that may be given several times. */
  list(option: string): string[]
  flag(option: string): boolean
  /** What stands without a name before it. */
  words: string[]
}

export type Command = {
  /** How it is called: 'user add'. */
  name: string
  usage: string
  summary: string
  options?: ParseArgsOptionsConfig
  /** How many words without a name it takes. */
  words?: { least: number; most: number }
  run(given: Given): Promise<void>
}

/** Progress goes beside the result, so that the result can be piped. */
export const say = (sentence: string) => console.error(sentence)

export const print = (line: string) => console.log(line)

export const wrongUsage = (sentence: string) => new CannotStart('usage', sentence)

export function required(given: Given, option: string): string {
  const value = given.text(option)?.trim()
  if (!value) throw wrongUsage(`--${option} is missing.`)
  return value
}

/** Opens this installation, runs, and closes it; a server that runs beside is joined, else the database is started for
 * as long as it takes. */
export async function withInstallation<T>(run: (installation: Installation) => Promise<T>): Promise<T> {
  const installation = await openInstallation(readSettings(), { migrate: 'new', size: 4, onProgress: say })
  try {
    return await run(installation)
  } finally {
    await installation.close()
  }
}

export async function withAuth<T>(
  { settings, postgres, data, kolo }: Installation,
  run: (auth: Auth) => Promise<T>,
): Promise<T> {
  const { config } = postgres
  const auth = createAuth({
    config,
    workspace: kolo.db.workspace,
    secret: data.secret,
    baseUrl: settings.baseUrl,
  })
  try {
    return await run(auth)
  } finally {
    await auth.close()
  }
}
