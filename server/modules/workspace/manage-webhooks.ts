import { randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import { Invalid, type Problem } from '#core/error.ts'
import { isId } from '#core/id.ts'
import { choice, json, ref } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { create, update } from '#core/stock.ts'
import { webhook } from './webhook.ts'

type Item = Record<string, unknown>

// Prefixed, so that people and scanners of leaked secrets know it when they see it.
const newSecret = () => `kolo_whs_${randomBytes(32).toString('base64url')}`

function problemsOf(c: Context, { events }: Item, i: number): Problem[] {
  if (events === undefined) return []
  const asked = events as string[]
  const path = `items.${i}.events`
  if (asked.length === 0) return [{ path, message: 'Name at least one event.', code: 'empty' }]
  return asked
    .filter((name) => !isEvent(c, name))
    .map((name) => ({ path, message: `There is no event ${name}.`, code: 'no_event' }))
}

function isEvent(c: Context, name: string): boolean {
  if (name === '*') return true
  const [entity, verb, ...rest] = name.split('.')
  const known = [...c.kolo.allEntities()].some((e) => e.name === entity)
  return known && rest.length === 0 && verb !== undefined && /^(\*|[a-z_]+)$/.test(verb)
}

const checked = (c: Context, items: Item[]) => {
  const problems = items.flatMap((item, i) => problemsOf(c, item, i))
  if (problems.length) throw new Invalid(problems)
  return items
}

async function giveSecret({ tx }: Context, id: string): Promise<string> {
  const secret = newSecret()
  await tx.elevated(() =>
    tx.rows(sql`insert into webhook_states (webhook_id, secret) values (${id}::uuid, ${secret})
      on conflict (webhook_id) do update set secret = excluded.secret`),
  )
  return secret
}

const stockCreate = create(webhook, { prepare: checked })

/** Answers each secret this once. */
export const createWebhook: typeof stockCreate = {
  ...stockCreate,
  async run(c, input) {
    const { items } = await stockCreate.run(c, input)
    const withSecrets: Item[] = []
    for (const item of items) withSecrets.push({ ...item, secret: await giveSecret(c, item['id'] as string) })
    return { items: withSecrets }
  },
}

export const updateWebhook = update(webhook, { prepare: checked })

const inactive = { en: 'Make the webhook active first.', uk: 'Спершу зробіть вебхук активним.' }
const id = ref('webhook', { required: true, label: { uk: 'Вебхук' } })

export const renewSecret = operation({
  name: 'webhook.renew_secret',
  summary: { en: 'Give a webhook a new secret', uk: 'Дати вебхуку новий секрет' },
  effect: 'write',
  on: 'webhook',
  input: { id },
  needs: { webhook: 'update' },
  async run(c, { id }) {
    const { id: of } = await c.tx.lock(webhook, id)
    const secret = await giveSecret(c, of)
    c.emit('webhook.secret_renewed', { id: of })
    return { id: of, secret }
  },
})

export const pingWebhook = operation({
  name: 'webhook.ping',
  summary: { en: 'Send a webhook a test event', uk: 'Надіслати вебхуку пробну подію' },
  effect: 'write',
  on: 'webhook',
  input: { id },
  needs: { webhook: 'update' },
  refusals: { inactive },
  async run(c, { id }) {
    const { id: of, isActive } = await c.tx.lock(webhook, id)
    if (!isActive) c.refuse('inactive')
    c.emit('webhook.pinged', { id: of })
    return { id: of }
  },
})

const mostReplayed = 1000
const ended = ['failed', 'skipped', 'delivered'] as const
const statuses: Record<(typeof ended)[number], [string, string]> = {
  failed: ['Failed', 'Не вдалося'],
  skipped: ['Skipped', 'Пропущено'],
  delivered: ['Delivered', 'Доставлено'],
}

const wantedIds = (given: unknown): string[] | null => {
  if (given === undefined || given === null) return null
  if (Array.isArray(given) && given.length <= mostReplayed && given.every(isId)) return given
  throw new Invalid([{ path: 'deliveries', message: `Give the ids of at most ${mostReplayed} deliveries.` }])
}

/** Sends deliveries again, one or many; the receiver knows them by their id. Those waiting are tried at once. */
export const replayWebhook = operation({
  name: 'webhook.replay',
  summary: { en: 'Send deliveries of a webhook again', uk: 'Надіслати доставки вебхука ще раз' },
  effect: 'write',
  on: 'webhook',
  input: {
    id,
    deliveries: json<unknown, {}>({ label: { en: 'Ids of the deliveries', uk: 'Ідентифікатори доставок' } }),
    status: choice({
      label: { en: 'Or all that', uk: 'Або всі, що' },
      options: ended.map((key) => ({ key, label: { en: statuses[key][0], uk: statuses[key][1] } })),
    }),
  },
  needs: { webhook: 'update' },
  refusals: { inactive },
  async run(c, { id, deliveries, status }) {
    const { id: of, isActive } = await c.tx.lock(webhook, id)
    if (!isActive) c.refuse('inactive')
    const ids = wantedIds(deliveries)
    if (!ids && !status)
      throw new Invalid([{ path: 'deliveries', message: 'Say which deliveries, or of which status.' }])
    const which = ids ? sql`id = any(${ids}::uuid[])` : sql`status = ${status}`
    const again = await c.tx.elevated(async () => {
      await c.tx.rows(
        sql`update webhook_states set failures = 0, rests_until = null where webhook_id = ${of}::uuid`,
      )
      return c.tx.rows<{
        id: string
      }>(sql`update webhook_deliveries set status = 'waiting', tries = 0, next_at = now(), reason = null
        where id in (select id from webhook_deliveries where webhook_id = ${of}::uuid and ${which} order by id limit ${mostReplayed})
        returning id`)
    })
    if (again.length) c.emit('webhook.replayed', { id: of }, { deliveries: again.map((d) => d.id) })
    return { deliveries: again.map((d) => d.id), more: again.length === mostReplayed }
  },
})
