import { createHash } from 'node:crypto'
import ICAL from 'ical.js'
import type { AddressObject, Attachment, ParsedMail } from 'mailparser'
import { emailOf } from '#core/kinds/index.ts'
import { readBounce } from './bounce.ts'
import { harmless, textOf } from './html.ts'
import type { Bounce, Invitation, Person } from './message.ts'
import { replyParts, withoutSignature } from './reply-text.ts'

export type Incoming = {
  messageId: string | null
  /** The same for the same letter wherever it lies, also in two folders. */
  key: string
  inReplyTo: string | null
  references: string[]
  subject: string
  from: Person | null
  to: Person[]
  cc: Person[]
  bcc: Person[]
  replyTo: Person[]
  /** As the sender's clock said; null when it said nothing that reads. */
  at: string | null
  text: string
  quoted: string | null
  excerpt: string
  html: string | null
  files: { name: string; type: string; bytes: Buffer; cid: string | null }[]
  kind: 'letter' | 'bounce' | 'auto' | 'invitation'
  /** Sent to many at once, as its headers say. */
  isBulk: boolean
  bounces: Bounce[] | null
  invitation: Invitation | null
  size: number
}

/** What PostgreSQL can hold. */
const clean = (text: string) => text.replaceAll('\u0000', '').toWellFormed()

function peopleOf(header: AddressObject | AddressObject[] | undefined): Person[] {
  const all = [header ?? []].flat().flatMap((h) => h.value ?? [])
  return all
    .flatMap((v) => (v.group ? v.group : [v]))
    .flatMap((v) => {
      const address = emailOf(v.address ?? '')
      const name = clean(v.name ?? '')
        .trim()
        .slice(0, 300)
      return address ? [{ address, ...(name ? { name } : {}) }] : []
    })
    .slice(0, 500)
}

const idOf = (text: string | undefined) =>
  clean(text ?? '')
    .trim()
    .slice(0, 1000) || null

function referencesOf(mail: ParsedMail): string[] {
  const all = [mail.references ?? [], mail.inReplyTo ?? []].flat().flatMap((r) => r.split(/\s+/))
  return [...new Set(all.map((r) => clean(r).trim()).filter((r) => r && r.length <= 500))].slice(-50)
}

/** Two letters may carry the same Message-ID by mistake: they are told apart by what else they say. */
const keyOf = (mail: ParsedMail, raw: Buffer) =>
  mail.messageId
    ? digest([mail.messageId, mail.from?.text, mail.subject, mail.date?.toISOString()])
    : createHash('sha256').update(raw).digest('base64url')
const digest = (parts: unknown[]) => createHash('sha256').update(JSON.stringify(parts)).digest('base64url')

function invitationOf(parts: readonly Attachment[]): Invitation | null {
  for (const part of parts.filter((a) => a.contentType === 'text/calendar'))
    try {
      const calendar = new ICAL.Component(ICAL.parse(part.content.toString('utf8')) as never)
      const event = calendar.getFirstSubcomponent('vevent')
      const method = String(calendar.getFirstPropertyValue('method') ?? 'PUBLISH').toUpperCase()
      if (!event) continue
      const start = event.getFirstPropertyValue('dtstart') as ICAL.Time | null
      return {
        method: method.slice(0, 20),
        summary: clean(String(event.getFirstPropertyValue('summary') ?? '')).slice(0, 500),
        start: start ? (start.isDate ? start.toString() : start.toJSDate().toISOString()) : null,
        place: clean(String(event.getFirstPropertyValue('location') ?? '')).slice(0, 500) || null,
      }
    } catch {
      // Not a calendar, whatever it says: it stays an attachment.
    }
  return null
}

/** The letter that did not arrive comes back with the report: so the report finds its thread. */
const returned = (parts: readonly Attachment[]) =>
  parts
    .filter((a) => a.contentType === 'message/rfc822' || a.contentType === 'text/rfc822-headers')
    .flatMap((a) => /^message-id:\s*(<[^<>\s]{1,500}>)/im.exec(a.content.toString('latin1'))?.[1] ?? [])

const header = (mail: ParsedMail, name: string) => String(mail.headers.get(name) ?? '').toLowerCase()
const isAutomatic = (mail: ParsedMail) =>
  /^auto-(?:replied|generated|notified)/.test(header(mail, 'auto-submitted')) ||
  mail.headers.has('x-autoreply') ||
  /auto_reply|vacation/.test(header(mail, 'precedence'))

const isBulk = (mail: ParsedMail) =>
  mail.headers.has('list') || /bulk|list|junk/.test(header(mail, 'precedence'))

/** A name that was sent as bare UTF-8, which no header may be, reads as Latin-1; it may be cut within its last letter. */
function fromUtf8(name: string): string {
  if (!/[\u0080-\u00ff]/.test(name) || /[\u0100-\uffff]/.test(name)) return name
  try {
    const bytes = Buffer.from(name, 'latin1')
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return name
  }
}

const fileName = (a: Attachment, i: number) =>
  clean(fromUtf8(a.filename ?? '')).trim() ||
  `${a.contentType === 'message/rfc822' ? 'letter' : 'file'}-${i + 1}`

/** Reads a letter, however broken: what cannot be read of it is left out, and nothing it says is run or fetched. */
export async function parseMail(raw: Buffer): Promise<Incoming> {
  const { simpleParser } = await import('mailparser')
  const mail = await simpleParser(raw, {
    skipTextToHtml: true,
    skipImageLinks: true,
    skipHtmlToText: true,
    keepDeliveryStatus: true,
  })
  const html = typeof mail.html === 'string' && mail.html.trim() ? clean(mail.html) : null
  const whole = clean(mail.text?.trim() ? mail.text : html ? textOf(html) : '').slice(0, 500_000)
  const { text, quoted } = replyParts(whole)
  const reports = mail.attachments.filter((a) => a.contentType === 'message/delivery-status')
  const from = peopleOf(mail.from)[0] ?? null
  const subject = clean(mail.subject ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 1000)
  const bounces = readBounce({
    from: from?.address ?? mail.from?.text ?? null,
    subject,
    text: whole.slice(0, 20_000),
    reports: reports.map((r) => r.content.toString('utf8')),
  })
  const invitation = invitationOf(mail.attachments)
  const at = mail.date && !Number.isNaN(mail.date.getTime()) ? mail.date.toISOString() : null
  return {
    messageId: idOf(mail.messageId),
    key: keyOf(mail, raw),
    inReplyTo: idOf(mail.inReplyTo),
    references: [...referencesOf(mail), ...(bounces ? returned(mail.attachments) : [])],
    subject: subject || '—',
    from,
    to: peopleOf(mail.to),
    cc: peopleOf(mail.cc),
    bcc: peopleOf(mail.bcc),
    replyTo: peopleOf(mail.replyTo),
    at,
    text: text.slice(0, 100_000),
    quoted: quoted?.slice(0, 100_000) ?? null,
    excerpt: withoutSignature(text).replaceAll(/\s+/g, ' ').slice(0, 1000).toWellFormed(),
    html: html && harmless(html).slice(0, 2_000_000),
    files: mail.attachments
      .filter((a) => !reports.includes(a))
      .slice(0, 100)
      .map((a, i) => ({
        name: fileName(a, i),
        type: a.contentType || 'application/octet-stream',
        bytes: a.content,
        cid: a.cid ?? null,
      })),
    kind: bounces ? 'bounce' : isAutomatic(mail) ? 'auto' : invitation ? 'invitation' : 'letter',
    isBulk: isBulk(mail),
    bounces,
    invitation,
    size: raw.length,
  }
}
