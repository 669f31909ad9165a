import { type Command, print, required, withAuth, withInstallation, wrongUsage } from './command.ts'
import { cli, userByEmail } from './people.ts'

export const apiKeyCreate: Command = {
  name: 'api-key create',
  usage: '--email EMAIL [--name NAME] [--role KEY] [--expires YYYY-MM-DD]',
  summary: 'Makes an API key that acts as this user, and prints only the key',
  options: {
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    expires: { type: 'string' },
  },
  async run(given) {
    const email = required(given, 'email')
    const until = given.text('expires')
    const expires = until ? new Date(`${until}T23:59:59Z`) : undefined
    if (expires && Number.isNaN(expires.getTime()))
      throw wrongUsage(`--expires is "${until}": give a date like 2027-12-31.`)
    await withInstallation((installation) =>
      withAuth(installation, async (auth) => {
        const user = await userByEmail(installation.kolo, email)
        print(
          await auth.createKey(
            user,
            { name: given.text('name') ?? 'command line', role: given.text('role'), expires },
            cli,
          ),
        )
      }),
    )
  },
}
