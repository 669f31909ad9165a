import { setUp } from '../../set-up.ts'
import { type Command, print, required, say, withAuth, withInstallation, wrongUsage } from './command.ts'

/** Says once in a while how far the sample company has come. */
function progress() {
  let last = 0
  return ({ done, total, what }: { done: number; total: number; what: string }) => {
    if (Date.now() - last < 1000 && done < total) return
    last = Date.now()
    say(`${what}: ${done} of ${total}`)
  }
}

export const setup: Command = {
  name: 'setup',
  usage:
    '--company NAME --email EMAIL --password PASSWORD [--name NAME] [--locale uk|en] [--currency CODE] [--sample]',
  summary: 'Makes the first administrator and the company, without questions',
  options: {
    company: { type: 'string' },
    email: { type: 'string' },
    password: { type: 'string' },
    name: { type: 'string' },
    locale: { type: 'string' },
    currency: { type: 'string' },
    sample: { type: 'boolean' },
  },
  async run(given) {
    const optional = (option: string) =>
      given.text(option) === undefined ? {} : { [option]: given.text(option) }
    const locale = given.text('locale') ?? 'uk'
    if (locale !== 'uk' && locale !== 'en') throw wrongUsage(`--locale is "${locale}": give uk or en.`)
    const wanted = {
      company: required(given, 'company'),
      email: required(given, 'email'),
      password: required(given, 'password'),
      ...optional('name'),
      ...optional('currency'),
      locale,
      sample: given.flag('sample'),
    }
    await withInstallation((installation) =>
      withAuth(installation, async (auth) => {
        const { signIns } = await setUp(installation.kolo, auth, wanted, progress())
        print(`${wanted.company} is set up. Sign in as ${wanted.email}.`)
        for (const one of signIns) print(`  ${one.email}  ${one.name} (${one.role}), with the same password`)
      }),
    )
  },
}
