import type { AddressInfo } from 'node:net'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'

export type Caught = { from: string; to: string[]; raw: Buffer; mail: ParsedMail }

/** A mail server that takes letters and brings them nowhere. `refuse` may say no to a recipient, or to all for now. */
export async function openSink() {
  const caught: Caught[] = []
  const rules: { refuse?: (to: string) => { code: number; text: string } | null } = {}
  const keep = async (stream: AsyncIterable<Buffer>, { mailFrom, rcptTo }: SMTPServerSession['envelope']) => {
    const raw = Buffer.concat(await Array.fromAsync(stream))
    const mail = await simpleParser(raw)
    caught.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map((r) => r.address), raw, mail })
    return null
  }
  const failing = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code })
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _, done) =>
      password === 'right' ? done(null, { user: username }) : done(failing(535, 'Wrong password')),
    onRcptTo({ address }, _, done) {
      const no = rules.refuse?.(address)
      done(no ? failing(no.code, no.text) : null)
    },
    onData(stream, session, done) {
      const kept = () => done(null)
      void keep(stream, session.envelope).then(kept, done)
    },
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await new Promise((listening) => server.server.once('listening', listening))
  return {
    caught,
    rules,
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise<void>((closed) => server.close(closed)),
  }
}
