import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bouncesOf, readBounce } from '#modules/mail/bounce.ts'
import { harmless } from '#modules/mail/html.ts'
import { parseMail } from '#modules/mail/parse.ts'
import { replyParts } from '#modules/mail/reply-text.ts'
import { delayMs, verdictOf } from '#modules/mail/retry.ts'
import { marked, newToken, plainSubject, tokenIn } from '#modules/mail/subject.ts'

const data = join(import.meta.dirname, '../../../shared/data')
const withData = (set: string) => (existsSync(join(data, set)) ? null : `${set} is not beside the project`)
const filesIn = (set: string, end: RegExp) =>
  readdirSync(join(data, set), { recursive: true, encoding: 'utf8' })
    .filter((f) => end.test(f) && statSync(join(data, set, f)).isFile())
    .map((f) => join(data, set, f))

const whole = (...lines: string[]) => lines.join('\n')

describe('what was written is parted from what it answers', () => {
  const cases: [string, string, string, string | null][] = [
    ['nothing quoted', 'Hello\n\nthere', 'Hello\n\nthere', null],
    ['English', whole('Yes.', '', 'On Mon, 2 Mar 2026, Iryna <i@x.ua> wrote:', '> When?'), 'Yes.', '> When?'],
    [
      'Ukrainian',
      whole('Так.', '', 'пн, 2 бер. 2026 р. о 10:00 Ірина <i@x.ua> пише:', '> Коли?'),
      'Так.',
      '> Коли?',
    ],
    [
      'over two lines',
      whole('Yes.', '', 'On Mon, 2 Mar 2026 at 10:00, Iryna Melnyk', '<i@x.ua> wrote:', '', '> When?'),
      'Yes.',
      '> When?',
    ],
    [
      'Outlook',
      whole('Yes.', '', 'From: Iryna', 'Sent: Monday', 'To: Us', 'Subject: When', '', 'When?'),
      'Yes.',
      'When?',
    ],
    [
      'Outlook in Ukrainian',
      whole('Так.', '', 'Від: Ірина', 'Надіслано: понеділок', 'Кому: Нам', 'Тема: Коли', '', 'Коли?'),
      'Так.',
      'Коли?',
    ],
    [
      'a divider in Ukrainian',
      whole('Так.', '', '-------- Переслане повідомлення --------', 'Коли?'),
      'Так.',
      'Коли?',
    ],
    ['a divider', whole('Yes.', '-----Original Message-----', 'When?'), 'Yes.', 'When?'],
    [
      'answers between the lines stay',
      whole('> When?', 'Monday.', '> Where?', 'Here.'),
      whole('> When?', 'Monday.', '> Where?', 'Here.'),
      null,
    ],
    [
      'only forwarded is its own text',
      whole('-----Original Message-----', 'When?'),
      whole('-----Original Message-----', 'When?'),
      null,
    ],
    [
      '“On” that is no introduction',
      'On Monday we come.\nOn Tuesday too.',
      'On Monday we come.\nOn Tuesday too.',
      null,
    ],
  ]
  test.each(cases)('%s', (_, text, mine, quoted) => {
    const parts = replyParts(text)
    expect(parts.text).toBe(mine)
    if (quoted === null) expect(parts.quoted).toBeNull()
    else expect(parts.quoted).toContain(quoted)
  })
})

test.each([
  'ср, 4 бер. 2026 р. о 15:59 <i@x.ua> пише:\n> Коли?',
  'Ірина пише:\n\n> Коли?',
  '4 березня 2026, 15:59:05, від "Ірина" <i@x.ua>:\n\nКоли?',
  'Середа, 4 березня 2026, 15:59 +02:00 від Ірина\n<i@x.ua>:\n\n> Коли?',
  '--- Оригінальне повідомлення ---\nВід кого: "Ірина" <i@x.ua>\nДата: 4 березня\n\nКоли?',
  '2026/3/4 Iryna <i@x.ua>\n\n> When?',
  '---On 3/4/2026 3:59 PM, Iryna wrote---\n\nWhen?',
  'Date: Wed, 4 Mar 2026 15:59:02 +0200\nTo: i@x.ua\n\nWhen?',
  '_____________\nFrom: i@x.ua\n\nWhen?',
  'W dniu 4 marca 2026 15:59 użytkownik Iryna <i@x.ua>\nnapisał:\n\nKiedy?',
  'Pe mie., 4 mar. 2026 la 15:59, Iryna <i@x.ua> a scris:\n\nCând?',
  'El mié., 4 mar. 2026 a las 15:59, Iryna (<i@x.ua>) escribió:\n\n> ¿Cuándo?',
  'Op 4 mrt. 2026 15:59 schreef Iryna <i@x.ua>:\n\nWanneer?',
  'Den 4 mars 2026 15:59:02 skrev Iryna (i@x.ua):\n\nNär?',
  'De : Iryna\nEnvoyé : mercredi 4 mars 2026 15:59\nÀ : Nous\nObjet : Quand\n\nQuand ?',
  'Da: Iryna\nInviato: mercoledì 4 marzo 2026\nA: Noi\nOggetto: Quando\n\nQuando?',
  '-----Ursprüngliche Nachricht-----\n\nWann?',
])('what mail programs put over what they quote: %s', (quoted) =>
  expect(replyParts(`Так.\n${quoted}`)).toEqual({ text: 'Так.', quoted }),
)

test('an answer below the one quote, or begun in its first line; what only looks like a quote stays', () => {
  const on = 'On Wed, Mar 4, 2026 at 3:59 PM, i@x.ua wrote:\n> When?'
  expect(replyParts(`Hi.\n${on}\nMonday.`)).toEqual({ text: 'Hi.\n\nMonday.', quoted: on })
  expect(replyParts(`Monday. ${on}`)).toEqual({ text: 'Monday.', quoted: on })
  for (const own of [
    'Наш директор пише:\n\nТреба дві помпи.',
    'i@x.ua пише, що помпа з 4.03.2026 10:00 стоїть\nІ тече.',
    'From: Kyiv\nTo: Lviv\nPrice: 5',
    'With us since 2020: write to\ni@x.ua:\n\nprices',
    `${on}\nMonday.\n> Where?\nHere.`,
  ])
    expect(replyParts(`Так.\n${own}`)).toEqual({ text: `Так.\n${own}`, quoted: null })
})

describe('email-reply', () => {
  const why = withData('email-reply')
  const of = (name: string) =>
    replyParts(readFileSync(join(data, 'email-reply/github/test/emails', `${name}.txt`), 'utf8'))
  const test_ = test.skipIf(why)
  test_(why ?? 'the part that its tests expect', () => {
    expect(of('email_1_1').text).toContain('Hi folks')
    expect(of('email_1_2').text).not.toContain('Loader')
    expect(of('email_1_2').text).toMatch(/^Hi,/)
    expect(of('email_1_4').text).toMatch(/^Awesome! I haven't had another problem with it\./)
    expect(of('email_1_4').text).not.toContain('wrote:')
    expect(of('email_1_6').text).toContain('I get proper rendering as well.')
    expect(of('email_1_6').text).not.toContain('wrote:')
    expect(of('email_2_1').text).toMatch(/^Outlook with a reply/)
    expect(of('email_2_1').text).not.toContain('Google Apps Sync Team')
    expect(of('email_BlackBerry').text).toContain('Here is another email')
    expect(of('greedy_on').text).toMatch(/^On your remote host/)
    expect(of('email_one_is_not_on').text).toContain('One outstanding question')
    expect(of('email_one_is_not_on').text).not.toContain('wrote:')
  })
  test_(why ?? 'no letter takes long, the pathological one neither', () => {
    for (const f of filesIn('email-reply', /\.txt$/)) {
      const text = readFileSync(f, 'utf8')
      expect(replyParts(text.repeat(20)).text.length).toBeGreaterThan(0)
    }
  })
})

test('a letter of HTML alone has a text; a file named in bare UTF-8, or of no type, has its name and one', async () => {
  const html = await parseMail(
    Buffer.from('From: i@x.ua\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Коли?</p>'),
  )
  expect(html.text).toBe('Коли?')
  const mixed = whole(
    'From: i@x.ua',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: ; name="x"',
    'Content-Disposition: attachment; filename="Рахунок № 5.pdf"',
    '',
    'x',
    '--b--',
  )
  const { files } = await parseMail(Buffer.from(mixed))
  expect(files.map((f) => [f.name, f.type])).toEqual([['Рахунок № 5.pdf', 'application/octet-stream']])
})

describe('email-mime', () => {
  const why = withData('email-mime')
  test.skipIf(why)(why ?? 'every letter is read, whatever is wrong with it', async () => {
    const files = filesIn('email-mime', /\.(eml|raw)$/)
    expect(files.length).toBeGreaterThan(100)
    for (const f of files) {
      const mail = await parseMail(readFileSync(f))
      expect([f, mail.subject.length > 0, mail.text.isWellFormed(), mail.text.includes('\0')]).toEqual([
        f,
        true,
        true,
        false,
      ])
    }
  })
  test.skipIf(why)(why ?? 'texts and attachments are the right ones', async () => {
    const read = (path: string) => parseMail(readFileSync(join(data, 'email-mime', path)))
    const pdf = await read('ruby-mail/spec/fixtures/emails/attachment_emails/attachment_pdf_non_ascii.eml')
    expect(pdf.files.map((f) => f.bytes.subarray(0, 4).toString())).toEqual(['%PDF'])
    const event = await read('postal-mime/test/fixtures/calendar-event.eml')
    expect([event.kind, event.invitation !== null]).toEqual(['invitation', true])
    const bounce = await read('postal-mime/test/fixtures/bounce.eml')
    expect(bounce.kind).toBe('bounce')
  })
})

describe('email-bounces', () => {
  const why = withData('email-bounces')
  test.skipIf(why)(why ?? 'most are recognised, with whether they are for good', async () => {
    type Expected = { reason: string; hardbounce: boolean }[]
    const expected = JSON.parse(readFileSync(join(data, 'email-bounces/expected.json'), 'utf8')) as Record<
      string,
      Expected
    >
    const files = new Map(filesIn('email-bounces/maildir', /\.eml$/).map((f) => [f.split('/').at(-1)!, f]))
    let asked = 0
    let known = 0
    let right = 0
    for (const [name, [first]] of Object.entries(expected)) {
      const file = files.get(name)
      // Somebody's absence and a complaint are no failed deliveries.
      if (!file || !first || ['vacation', 'feedback'].includes(first.reason)) continue
      asked += 1
      const { bounces } = await parseMail(readFileSync(file))
      if (!bounces) continue
      known += 1
      if (bounces[0]!.isHard === first.hardbounce) right += 1
    }
    console.log(`bounces: ${known} of ${asked} recognised, ${right} with the right verdict`)
    expect(known / asked).toBeGreaterThan(0.85)
    expect(right / known).toBeGreaterThan(0.8)
  })
})

test('a delivery report is read recipient by recipient', () => {
  const report = whole(
    'Reporting-MTA: dns; mx',
    '',
    'Final-Recipient: rfc822; gone@x.ua',
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 no',
    ' such user',
    '',
    'Final-Recipient: rfc822; full@x.ua',
    'Action: delayed',
    'Status: 4.2.2',
    '',
    'Final-Recipient: rfc822; fine@x.ua',
    'Action: delivered',
    'Status: 2.0.0',
  )
  expect(bouncesOf(report)).toEqual([
    { recipient: 'gone@x.ua', status: '5.1.1', action: 'failed', reason: 'unknown_user', isHard: true },
    { recipient: 'full@x.ua', status: '4.2.2', action: 'delayed', reason: 'mailbox_full', isHard: false },
  ])
  expect(
    readBounce({ from: 'a@x.ua', subject: 'Undelivered goods', text: 'user unknown', reports: [] }),
  ).toBeNull()
})

test('what could act is taken out of a letter; how it looks stays', () => {
  const html = harmless(
    '<p style="color:red;position:fixed" onclick="x()">Hi<script>x()</script><a href="javascript:x()">a</a><a href="https://x.ua">b</a><img src="cid:1"><form><input></form><iframe src="x"></iframe>',
  )
  expect(html).toBe(
    '<p style="color:red">Hi<a target="_blank" rel="noopener noreferrer nofollow">a</a><a href="https://x.ua" target="_blank" rel="noopener noreferrer nofollow">b</a><img src="cid:1" /></p>',
  )
})

test('subjects: marks of answers go, the product’s own mark is found', () => {
  expect(
    ['Re: Fwd: Ціна', 'RE[2]: Ціна', 'Відп: Ціна', 'AW: Ціна', 'Пересл: Ціна'].map(plainSubject),
  ).toEqual(Array(5).fill('Ціна'))
  const token = newToken()
  expect([
    tokenIn(`Re: ${marked('Ціна', token)}`),
    plainSubject(marked('Ціна', token)),
    tokenIn('[#abc]'),
  ]).toEqual([token, 'Ціна', null])
})

test('what may go better later is tried later; what will not, is not', () => {
  const e = (responseCode?: number, code?: string) => Object.assign(new Error('no'), { responseCode, code })
  expect([e(451), e(550), e(), e(535, 'EAUTH')].map((x) => verdictOf(x as never).again)).toEqual([
    true,
    false,
    true,
    true,
  ])
  expect([delayMs(1), delayMs(8), delayMs(9)]).toEqual([60_000, 86_400_000, null])
})
