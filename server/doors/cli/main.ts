import { parseArgs } from 'node:util'
import { Conflict, Forbidden, Invalid, Missing, Refused } from '#core/error.ts'
import { CannotStart } from '#database/cannot-start.ts'
import { fail } from '../../process.ts'
import { type Command, type Given, wrongUsage } from './command.ts'
import { commands } from './commands.ts'

/** Runs what was asked; the result is on the standard output, everything else beside it. */
export async function main(args: string[]) {
  const command = commandFor(args)
  const rest = args.slice(command.name.split(' ').length)
  if (rest.includes('--help')) return commandFor(['help']).run(wordsOnly([command.name]))
  await command.run(read(command, rest))
}

function commandFor(args: string[]): Command {
  const [first = 'help', second = ''] = args.filter((a) => a !== '--help' || args.length > 1)
  const found =
    commands.find((c) => c.name === `${first} ${second}`) ??
    commands.find((c) => c.name === first.replace(/^--?h(elp)?$/, 'help'))
  if (found) return found
  throw wrongUsage(`There is no command "${first}": "npm run -s kolo -- help" lists them.`)
}

const wordsOnly = (words: string[]): Given => ({
  text: () => undefined,
  list: () => [],
  flag: () => false,
  words,
})

function read({ name, usage, options = {}, words = { least: 0, most: 0 } }: Command, args: string[]): Given {
  const help = `Usage: npm run -s kolo -- ${name} ${usage}`.trim()
  try {
    const { values, positionals } = parseArgs({
      args: joined(args, options),
      options,
      allowPositionals: true,
    })
    if (positionals.length < words.least) throw wrongUsage(`Something is missing.`)
    if (positionals.length > words.most)
      throw wrongUsage(`"${positionals[words.most]}" is one word too many.`)
    return {
      text: (option) => values[option] as string | undefined,
      list: (option) => (values[option] as string[] | undefined) ?? [],
      flag: (option) => values[option] === true,
      words: positionals,
    }
  } catch (error) {
    throw wrongUsage(`${(error as Error).message}\n${help}`)
  }
}

/** `--sort -amount`: what follows an option that takes a value is its value, whatever it begins with. */
function joined(args: string[], options: NonNullable<Command['options']>): string[] {
  const out: string[] = []
  for (const arg of args) {
    const before = out.at(-1) ?? ''
    const takes = before.startsWith('--') && options[before.slice(2)]?.type === 'string'
    if (takes && /^-[^-]/.test(arg)) out[out.length - 1] = `${before}=${arg}`
    else out.push(arg)
  }
  return out
}

/** The errors that the business knows, as sentences. */
export function sentenceOf(error: unknown): string | undefined {
  if (error instanceof Invalid)
    return error.problems.map((p) => (p.path ? `${p.path}: ${p.message}` : p.message)).join('\n')
  const known = [Refused, Missing, Forbidden, Conflict].some((kind) => error instanceof kind)
  return known ? (error as Error).message : undefined
}

if (import.meta.main) {
  // A reader like `head` that has seen enough is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  await main(process.argv.slice(2)).catch((error: unknown) => {
    const sentence = error instanceof CannotStart ? undefined : sentenceOf(error)
    if (sentence === undefined) fail(error)
    console.error(sentence)
    process.exitCode = 1
  })
}
