import { emailOf } from '#core/kinds/index.ts'
import type { Bounce } from './message.ts'

// In the order in which they are looked for: the first that fits says why.
const reasons: [string, RegExp][] = [
  [
    'mailbox_full',
    /mailbox (?:is )?full|over ?quota|quota exceeded|insufficient (?:disk|system storage)|not enough (?:disk|storage) space|exceeded (?:storage|disk)|5\.2\.2|4\.2\.2/i,
  ],
  ['too_large', /message (?:size|too large|is too big)|size limit|5\.3\.4|5\.2\.3/i],
  [
    'unknown_user',
    /user (?:is )?unknown|unknown (?:user|recipient|address)|no such (?:user|recipient|mailbox|person|address)|(?:user|mailbox|address|recipient|account)[^.\n]{0,60}(?:does not exist|doesn't exist|not found|not known|invalid|is not valid|unavailable)|invalid recipient|not our customer|no mailbox|not listed in|5\.1\.[16]\b|5\.1\.10/i,
  ],
  [
    'unknown_host',
    /host (?:or domain name )?(?:unknown|not found)|unknown (?:host|domain)|domain (?:not found|does not exist)|name service error|no such domain|unrouteable|5\.1\.2/i,
  ],
  ['spam', /spam|junk|content rejected|blacklist|block ?list|dnsbl|rbl|reputation/i],
  ['policy', /policy|spf|dkim|dmarc|not permitted|denied|refused|relay/i],
  [
    'expired',
    /expired|delivery time|timed? ?out|retry timeout|too long|4\.4\.7|undeliverable for|could not be delivered for/i,
  ],
]

export const reasonOf = (text: string): string => reasons.find(([, r]) => r.test(text))?.[0] ?? 'other'

/** For good: nobody is there. A full mailbox or a suspicion may pass. */
const isHardReason = (reason: string, status: string) =>
  (reason === 'unknown_user' || reason === 'unknown_host') && !status.startsWith('4.')

/** The fields of a delivery report (RFC 3464): a block for the message, then one for each recipient. */
export function bouncesOf(report: string): Bounce[] {
  const blocks = report
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/\n[ \t]+/g, ' ')
    .split(/\n\s*\n/)
  return blocks.flatMap((block) => {
    const fields = new Map(
      block.split('\n').flatMap((line): [string, string][] => {
        const at = line.indexOf(':')
        return at > 0 ? [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()]] : []
      }),
    )
    const to = fields.get('final-recipient') ?? fields.get('original-recipient')
    const action = fields.get('action')?.toLowerCase() ?? ''
    if (!to || action === 'delivered' || action === 'relayed' || action === 'expanded') return []
    const status = /\d\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? ''
    const said = `${fields.get('diagnostic-code') ?? ''} ${status}`
    const reason = reasonOf(said)
    return [
      {
        recipient: emailOf(to.replace(/^[^;]*;/, '').replaceAll(/[<>]/g, '')),
        status,
        action: action || 'failed',
        reason,
        isHard: isHardReason(reason, status),
      },
    ]
  })
}

const fromMachine =
  /^(?:mailer-daemon|postmaster|mail-daemon|mailerdaemon|mdaemon|bounces?)(?:\+[^@]*)?@|^(?:mailer-daemon|postmaster)$/i
const subjectOfBounce =
  /undeliver|delivery (?:status|failure|report|has failed|notification)|returned mail|failure notice|mail delivery (?:failed|failure|system)|could not be delivered|не доставлено|недоставлен|delivery subsystem/i

type Looked = { from: string | null; subject: string; text: string; reports: readonly string[] }

/** Whether a letter says that another did not arrive, and to whom. Without a report in its proper form it goes by who
 * sends it and what it says. */
export function readBounce({ from, subject, text, reports }: Looked): Bounce[] | null {
  const formal = reports.flatMap(bouncesOf)
  if (formal.length) {
    // “Undetermined” in the report: the letter's own words say it.
    return formal.map((b) => {
      if (b.reason !== 'other') return b
      const reason = reasonOf(text)
      return { ...b, reason, isHard: isHardReason(reason, b.status) }
    })
  }
  if (!(fromMachine.test(from ?? '') && subjectOfBounce.test(subject)) && reports.length === 0) return null
  const recipient = /(?:<|\b)([\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+)/.exec(text)?.[1] ?? null
  const reason = reasonOf(text)
  const status = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(text)?.[0] ?? ''
  return [
    {
      recipient: recipient && emailOf(recipient),
      status,
      action: 'failed',
      reason,
      isHard: isHardReason(reason, status),
    },
  ]
}
