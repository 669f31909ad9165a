import type { Problem } from '../../api.ts'

const plain = (path: string) => path.replace(/^items\.\d+\./, '')

/** The sentence about a field or a part of it: `emails.1.value` is said at `emails`. */
export const problemAt = (problems: readonly Problem[], key: string): string | undefined =>
  problems.find(({ path }) => plain(path) === key || plain(path).startsWith(`${key}.`))?.message

/** What is about no field of the form. */
export const looseProblems = (problems: readonly Problem[], placed: readonly string[]) =>
  problems.filter((p) => !placed.some((key) => problemAt([p], key)))
