import { type Command, print, required, withAuth, withInstallation } from './command.ts'
import { cli, roleByKey, teamByName } from './people.ts'

export const userAdd: Command = {
  name: 'user add',
  usage: '--email EMAIL --name NAME [--role KEY] [--team NAME] [--locale uk|en] [--password PASSWORD]',
  summary: 'Adds a user; without a password, prints a link with which he chooses one',
  options: {
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    team: { type: 'string' },
    locale: { type: 'string' },
    password: { type: 'string' },
  },
  async run(given) {
    const email = required(given, 'email')
    const name = required(given, 'name')
    await withInstallation((installation) =>
      withAuth(installation, async (auth) => {
        const { kolo } = installation
        const team = given.text('team')
        const item = {
          name,
          email,
          role: await roleByKey(kolo, given.text('role') ?? 'sales'),
          ...(team ? { team: await teamByName(kolo, team) } : {}),
          ...(given.text('locale') ? { locale: given.text('locale') } : {}),
          isActive: true,
        }
        const { items } = await kolo.call(cli, 'user.create', { items: [item] })
        const id = items[0].id as string
        const password = given.text('password')
        if (password === undefined) return print((await auth.invite(id, cli)).link)
        await setPasswordOrTakeBack(
          () => auth.setPassword(id, password, cli),
          () => kolo.call(cli, 'user.delete', { ids: [id] }),
        )
        print(`${name} can sign in as ${email}.`)
      }),
    )
  },
}

/** A password that will not do must not leave a user who cannot sign in. */
async function setPasswordOrTakeBack(set: () => Promise<unknown>, takeBack: () => Promise<unknown>) {
  try {
    await set()
  } catch (error) {
    await takeBack()
    throw error
  }
}
