import sql from 'sql-template-tag'
import { nothing } from '#core/access.ts'
import { Invalid, type Problem } from '#core/error.ts'
import { text } from '#core/kinds/index.ts'
import type { Context } from '#core/operation.ts'
import { create, update, type Items } from '#core/stock.ts'
import { mailbox, type Mailbox } from './mailbox.ts'
import { keepSecret, type SecretName } from './secrets.ts'
import { settle } from './visibility.ts'

type Item = Record<string, unknown>

const secret = (en: string, uk: string, max = 4000) => text({ max, label: { en, uk } })
const secrets = {
  password: secret('Password', 'Пароль', 500),
  smtpPassword: secret('SMTP password, if another', 'Пароль SMTP, якщо інший', 500),
  clientSecret: secret('OAuth client secret', 'Секрет клієнта OAuth'),
  refreshToken: secret('OAuth refresh token', 'Токен оновлення OAuth', 10_000),
}
const secretKeys = Object.keys(secrets) as SecretName[]

/** A shared mailbox is the team's, so only who may change others' mailboxes makes one. */
function checked(c: Context, items: Item[], before: readonly Item[]): Item[] {
  const reach = (c.kolo.rightsOf(c.actor)['mailbox'] ?? nothing).update
  const problems: Problem[] = []
  const ready = items.map((item, i) => {
    const whole = { ...before[i], ...item } as Partial<Mailbox>
    const isShared = whole.kind === 'shared'
    if (isShared && before[i]?.['kind'] !== 'shared' && reach !== 'team' && reach !== 'all')
      problems.push({
        path: `items.${i}.kind`,
        message: 'Only who may change the mailboxes of others makes a shared one.',
        code: 'not_shared',
      })
    if (isShared && !whole.sharedWith && !whole.isForAll)
      problems.push({
        path: `items.${i}.sharedWith`,
        message: 'Say which team shares it, or let everybody read it.',
        code: 'nobody',
      })
    if (whole.unknownWriters === 'lead' && !isShared)
      problems.push({
        path: `items.${i}.unknownWriters`,
        message: 'Only a shared mailbox makes leads.',
        code: 'not_shared',
      })
    if (whole.sendsNotices && !(isShared && whole.smtpHost))
      problems.push({
        path: `items.${i}.sendsNotices`,
        message: 'Only a shared mailbox that can send sends letters from Kolo.',
        code: 'not_shared',
      })
    if (whole.sendsNotices && !before[i]?.['sendsNotices'] && reach !== 'all')
      problems.push({
        path: `items.${i}.sendsNotices`,
        message: 'Only who may change every mailbox chooses the one that sends letters from Kolo.',
        code: 'not_all',
      })
    return { ...item, isShared, ...(before[i] ? {} : { status: 'new' }) }
  })
  if (problems.length) throw new Invalid(problems)
  return ready
}

/** One mailbox sends Kolo's own letters: the one chosen now, no longer the one before. An index holds it to one. */
async function chosen(c: Context, items: Item[], before: readonly Item[]): Promise<Item[]> {
  const ready = checked(c, items, before)
  if (ready.some((item) => item['sendsNotices']))
    await c.tx.elevated(async () => {
      const ids = before.map((b) => b['id'] as string)
      const others = await c.tx.rows<{ id: string }>(sql`select id from mailboxes
        where sends_notices and deleted_at is null and id <> all(${ids}::uuid[])`)
      const store = c.kolo.systemStore(c.tx)
      const held = await store.lockMany(
        mailbox,
        others.map((o) => o.id),
      )
      await store.saveMany(
        mailbox,
        held.map((m) => [m, { sendsNotices: false }] as const),
      )
    })
  return ready
}

const given = (items: Item[]) =>
  items.map((item) => Object.fromEntries(secretKeys.filter((k) => k in item).map((k) => [k, item[k]])))
const without = (items: Item[]) =>
  items.map((item) =>
    Object.fromEntries(Object.entries(item).filter(([k]) => !secretKeys.includes(k as SecretName))),
  )

/** The secrets go apart, sealed; who sees the mailbox's mail may change with the mailbox. */
async function keep(c: Context, ids: readonly string[], some: Item[]): Promise<void> {
  await c.tx.elevated(async () => {
    for (const [i, id] of ids.entries()) {
      for (const [name, value] of Object.entries(some[i] ?? {}))
        await keepSecret(c.kolo, c.tx, id, name as SecretName, (value as string | null) ?? '')
      // Whatever it signs in with now, a token of before is not it.
      if (Object.keys(some[i] ?? {}).length) await keepSecret(c.kolo, c.tx, id, 'accessToken', '')
    }
    await settle(c.tx, sql`t.mailbox_id = any(${[...ids]}::uuid[])`)
  })
}

const stockCreate = create(mailbox, {
  extra: secrets,
  prepare: chosen,
})
const stockUpdate = update(mailbox, {
  extra: secrets,
  prepare: chosen,
})

const wrapped = (stock: typeof stockCreate): typeof stockCreate => ({
  ...stock,
  async run(c, input) {
    const { items, returning } = input as unknown as Items
    const answer = await stock.run(c, {
      items: without(items),
      ...(returning === undefined ? {} : { returning }),
    } as never)
    await keep(
      c,
      answer.items.map((item) => item['id'] as string),
      given(items),
    )
    return answer
  },
})

export const writeMailbox = [wrapped(stockCreate), wrapped(stockUpdate)]
