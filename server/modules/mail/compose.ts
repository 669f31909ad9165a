import { Liquid } from 'liquidjs'
import { Invalid, Missing } from '#core/error.ts'
import { file, json, ref, richText, text } from '#core/kinds/index.ts'
import { sanitise } from '#core/kinds/rich-text.ts'
import { operation, type Context } from '#core/operation.ts'
import { personOf } from './people.ts'
import { sendMail } from './send.ts'
import type { Person } from './message.ts'

/** A template is anybody's text: it reads the values it is given and nothing else, within small bounds. */
const engine = new Liquid({
  outputEscape: 'escape',
  ownPropertyOnly: true,
  parseLimit: 100_000,
  renderLimit: 500,
  memoryLimit: 5_000_000,
  // No files to include: a template has no others.
  templates: {},
})
const plainEngine = new Liquid({
  ownPropertyOnly: true,
  parseLimit: 10_000,
  renderLimit: 500,
  memoryLimit: 1_000_000,
  templates: {},
})

export type Filling = Record<string, unknown>

/** Fills in a template's subject and body; what does not read is said, not guessed. */
export async function filled(template: { subject: string; body: string }, values: Filling) {
  try {
    const [subject, html] = await Promise.all([
      plainEngine.parseAndRender(template.subject, values) as Promise<string>,
      engine.parseAndRender(template.body, values) as Promise<string>,
    ])
    return { subject: subject.replaceAll(/\s+/g, ' ').trim().slice(0, 1000), html: sanitise(html) }
  } catch (error) {
    throw new Invalid([
      {
        path: 'template',
        message: `The template does not read: ${(error as Error).message}`,
        code: 'template',
      },
    ])
  }
}

type Records = {
  account?: string | null
  contact?: string | null
  deal?: string | null
  lead?: string | null
}
const about = {
  account: ref('account', { label: { uk: 'Компанія' } }),
  contact: ref('contact', { label: { uk: 'Контакт' } }),
  deal: ref('deal', { label: { uk: 'Угода' } }),
  lead: ref('lead', { label: { uk: 'Лід' } }),
} as const

/** The records as the sender sees them; a deal brings its contact and account. */
async function fillingOf(c: Context, records: Records): Promise<Filling> {
  const out: Filling = { today: c.today }
  const ids: Records = { ...records }
  for (const entity of ['lead', 'deal', 'contact', 'account'] as const) {
    const id = ids[entity]
    if (!id) continue
    const [item] = await c.kolo.readIn(c.tx, entity, [id])
    if (!item) throw new Missing(entity, id)
    out[entity] = item
    for (const further of ['contact', 'account'] as const)
      ids[further] ??= (item[further] as { id: string } | null | undefined)?.id ?? null
  }
  out['me'] = { name: c.actor.name }
  return out
}

export const fillTemplate = operation({
  name: 'mailTemplate.fill',
  summary: { en: 'Fill in a mail template', uk: 'Заповнити шаблон листа' },
  effect: 'read',
  input: { id: ref('mailTemplate', { required: true, label: { uk: 'Шаблон' } }), ...about },
  needs: { mailTemplate: 'read' },
  async run(c, { id, ...records }) {
    const [template] = await c.kolo.readIn(c.tx, 'mailTemplate', [id], ['subject', 'body'])
    if (!template) throw new Missing('mailTemplate', id)
    return filled(template as unknown as { subject: string; body: string }, await fillingOf(c, records))
  },
})

export const people = (en: string, uk: string) =>
  json<unknown, { label: { en: string; uk: string } }>({ label: { en, uk } })

/** What a person writes of a letter that goes out with something of the house's: an operation's input. */
export const letterInput = {
  mailbox: ref('mailbox', { label: { en: 'From', uk: 'Зі скриньки' } }),
  to: people('To', 'Кому'),
  cc: people('Copy', 'Копія'),
  bcc: people('Blind copy', 'Прихована копія'),
  subject: text({ required: true, max: 900, label: { uk: 'Тема' } }),
  html: richText({ label: { en: 'Text', uk: 'Текст' } }),
  key: text({
    max: 200,
    label: { en: 'Key: the same is sent once', uk: 'Ключ: те саме надсилається раз' },
  }),
}

/** Texts (`Olena <olena@example.com>`) or `{ address, name }`. */
export function peopleOf(path: string, given: unknown): Person[] {
  if (given === null || given === undefined) return []
  const list = (Array.isArray(given) ? given : [given]) as unknown[]
  return list.map((one) => {
    const { address, name } = one !== null && typeof one === 'object' ? (one as Partial<Person>) : {}
    const person = personOf(
      typeof one === 'string'
        ? one
        : name
          ? `"${name.replaceAll(/["<>]/g, '')}" <${address}>`
          : String(address),
    )
    if (!person)
      throw new Invalid([
        {
          path,
          message: `“${typeof one === 'string' ? one : String(address)}” is not an e-mail address.`,
          code: 'bad_address',
        },
      ])
    return person
  })
}

export const send = operation({
  name: 'mail.send',
  summary: { en: 'Send a letter', uk: 'Надіслати лист' },
  effect: 'write',
  input: {
    ...letterInput,
    files: file({ many: true, label: { uk: 'Файли' } }),
    ...about,
    answers: ref('mailMessage', { label: { en: 'Answers', uk: 'Відповідь на' } }),
  },
  needs: { mailThread: 'read' },
  refusals: {
    no_mailbox: {
      en: 'Connect a mailbox that can send first.',
      uk: 'Спершу підключіть скриньку, з якої можна надсилати.',
    },
  },
  run: (c, { to, cc, bcc, html, ...rest }) =>
    sendMail(c, {
      ...rest,
      html: html ?? '',
      to: peopleOf('to', to),
      cc: peopleOf('cc', cc),
      bcc: peopleOf('bcc', bcc),
    }),
})
