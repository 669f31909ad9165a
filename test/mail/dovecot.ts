import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { userInfo, tmpdir } from 'node:os'
import { join } from 'node:path'
import { ImapFlow } from 'imapflow'
import { until } from '../door-world.ts'

/** Why there is no Dovecot to try against here; null when there is one. */
export const whyNoDovecot = (): string | null =>
  spawnSync('dovecot', ['--version']).status === 0
    ? userInfo().uid === 0
      ? null
      : 'dovecot needs root'
    : 'dovecot is not installed'

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

/** A real IMAP server of one's own on loopback; every user has the password `right`. `introspect`: where it asks about
 * the tokens of XOAUTH2 (RFC 7662); then only such come in. */
export async function openDovecot({ introspect }: { introspect?: string } = {}) {
  const root = mkdtempSync(join(tmpdir(), 'kolo-dovecot-'))
  chmodSync(root, 0o755)
  const port = await freePort()
  const mail = join(root, 'mail')
  mkdirSync(mail)
  chownSync(mail, 65534, 65534)
  const file = join(root, 'dovecot.conf')
  if (introspect)
    writeFileSync(
      join(root, 'oauth2.conf'),
      `introspection_url = ${introspect}
introspection_mode = post
username_attribute = username
active_attribute = active
active_value = true
`,
    )
  writeFileSync(
    file,
    `base_dir = ${root}/run
state_dir = ${root}/state
log_path = ${root}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = sdbox:${mail}/%u
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}
${
  introspect
    ? `auth_mechanisms = xoauth2
auth_failure_delay = 0 secs
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = ${root}/oauth2.conf
}`
    : `passdb {
  driver = static
  args = password=right
}`
}
userdb {
  driver = static
  args = uid=65534 gid=65534 home=${mail}/%u
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    auto = create
    special_use = \\Sent
  }
  mailbox Archive {
    auto = create
  }
  mailbox Trash {
    auto = create
    special_use = \\Trash
  }
}
`,
  )
  const server: ChildProcess = spawn('dovecot', ['-F', '-c', file], { stdio: 'ignore' })
  const clients: ImapFlow[] = []
  const client = async (
    user = 'olena',
    auth: { pass: string } | { accessToken: string } = { pass: 'right' },
  ) => {
    const made = new ImapFlow({
      host: '127.0.0.1',
      port,
      secure: false,
      doSTARTTLS: false,
      auth: { user, ...auth },
      logger: false,
    })
    made.on('error', () => {})
    await made.connect()
    clients.push(made)
    return made
  }
  const answers = () =>
    new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => done(true))
      socket.once('error', () => done(false))
      socket.once('connect', () => socket.destroy())
    })
  await until(async () => (introspect ? answers() : (await client().catch(() => null)) !== null))
  return {
    port,
    client,
    async close() {
      for (const c of clients) c.close()
      const ended = new Promise((done) => server.once('exit', done))
      server.kill('SIGTERM')
      await ended
      rmSync(root, { recursive: true, force: true })
    },
  }
}
