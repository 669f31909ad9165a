import { type Command, print, wrongUsage } from './command.ts'

export const help = (commands: () => readonly Command[]): Command => ({
  name: 'help',
  usage: '[COMMAND]',
  summary: 'Lists the commands, or explains one',
  words: { least: 0, most: 2 },
  async run({ words }) {
    const asked = words.join(' ')
    if (!asked) return overview(commands())
    const command = commands().find((c) => c.name === asked)
    if (!command) throw wrongUsage(`There is no command "${asked}".`)
    print(`npm run -s kolo -- ${command.name} ${command.usage}`.trim())
    print(`  ${command.summary}.`)
  },
})

function overview(commands: readonly Command[]) {
  const left = commands.map((c) => `${c.name} ${c.usage}`.trim())
  const width = Math.max(...left.map((text) => text.length))
  print('npm run -s kolo -- COMMAND\n')
  for (const [i, command] of commands.entries()) print(`  ${left[i]!.padEnd(width)}  ${command.summary}`)
  print('\nThey work whether the server is running or not. Settings come from the environment:')
  print('  KOLO_DATA (./data), KOLO_HOST (127.0.0.1), KOLO_PORT (3000), KOLO_URL, DATABASE_URL')
}
