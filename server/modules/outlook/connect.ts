import sql from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import { inLocale } from '#core/messages.ts'
import { boolean, link, multi, text } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { accountOf, keepSettings, keepTokens, opened, seal, settingsOf, usual } from './account.ts'
import { heldOf } from './leaving.ts'
import { graphOf, GraphError, Later, SignedOut } from './graph.ts'
import './messages.ts'
import { newSecret, signInAddress, tokensFor, type Settings } from './oauth.ts'

const kindOptions = [
  { key: 'appointments', label: { en: 'Appointments', uk: 'Зустрічі' } },
  { key: 'tasks', label: { en: 'Tasks', uk: 'Завдання' } },
  { key: 'contacts', label: { en: 'Contacts', uk: 'Контакти' } },
]
const address = (en: string, uk: string) => link({ label: { en, uk } })

const redirectOf = (c: Pick<Context, 'kolo'>) => `${c.kolo.address.replace(/\/+$/, '')}/settings/calendars`

/** Signing in as the company's application is for whoever runs the installation. */
export const setOutlook = operation({
  name: 'outlook.set',
  summary: { en: 'Say how Kolo signs in at Microsoft 365', uk: 'Указати, як Kolo входить до Microsoft 365' },
  effect: 'write',
  input: {
    tenant: text({ required: true, max: 200, label: { en: 'Tenant', uk: 'Клієнт (tenant)' } }),
    clientId: text({
      required: true,
      max: 200,
      label: { en: 'Application (client) id', uk: 'Ідентифікатор застосунку' },
    }),
    clientSecret: text({ max: 1000, label: { en: 'Client secret', uk: 'Секрет застосунку' } }),
    loginUrl: address('Sign-in address', 'Адреса входу'),
    apiUrl: address('Address of Graph', 'Адреса Graph'),
  },
  needs: { role: 'update' },
  async run(c, input) {
    if (/[/?#\s]/.test(input.tenant))
      throw new Invalid([{ path: 'tenant', message: 'This is no tenant.', code: 'bad_tenant' }])
    // A secret of the installation; the right to write it was looked at.
    await c.tx.elevated(() => keepSettings(c.kolo, c.tx, input))
    c.emit('outlook.settings_changed', undefined, { tenant: input.tenant, clientId: input.clientId })
    return { tenant: input.tenant }
  },
})

export const readOutlook = operation({
  name: 'outlook.account',
  summary: {
    en: 'How the actor’s Microsoft 365 is connected',
    uk: 'Як під’єднано Microsoft 365 користувача',
  },
  effect: 'read',
  input: {},
  needs: { activity: 'read' },
  async run(c) {
    const { user } = c.actor
    // His own account of the system's table.
    const { settings, account, held } = await c.tx.elevated(async () => ({
      settings: await settingsOf(c.kolo, c.tx),
      account: user ? await accountOf(c.tx, user) : undefined,
      held: user ? await heldOf(c.tx, user) : {},
    }))
    const isMine = c.kolo.may(c.actor, { needs: { role: 'update' } })
    return {
      isReady: settings !== null,
      redirect: redirectOf(c),
      settings:
        isMine && settings
          ? { ...settings, clientSecret: undefined, hasSecret: settings.clientSecret !== null }
          : null,
      usual,
      account:
        account?.isConnected || account?.trouble
          ? { ...account, held, trouble: account.trouble && inLocale(account.trouble, c.actor.locale) }
          : null,
    }
  },
})

const refusals = {
  not_ready: {
    en: 'An administrator has to say first how Kolo signs in at Microsoft 365.',
    uk: 'Спершу адміністратор має вказати, як Kolo входить до Microsoft 365.',
  },
  not_asked: {
    en: 'This sign-in was not begun here, or too long ago: connect again.',
    uk: 'Цей вхід почали не тут або надто давно: під’єднайте ще раз.',
  },
  not_accepted: {
    en: 'Microsoft did not accept the sign-in: connect again.',
    uk: 'Microsoft не прийняв вхід: під’єднайте ще раз.',
  },
  no_user: { en: 'Only a person can connect an account.', uk: 'Обліковий запис під’єднує людина.' },
} as const

async function settingsNow(c: Context): Promise<Settings> {
  const settings = await c.tx.elevated(() => settingsOf(c.kolo, c.tx))
  return settings ?? c.refuse('not_ready')
}

/** Begins a sign-in; answers where it goes on. */
export const connectOutlook = operation({
  name: 'outlook.connect',
  summary: { en: 'Connect Microsoft 365', uk: 'Під’єднати Microsoft 365' },
  effect: 'write',
  input: {
    kinds: multi({ required: true, options: kindOptions, label: { en: 'What', uk: 'Що' } }),
    invites: boolean({
      label: { en: 'Invite participants through Outlook', uk: 'Запрошувати учасників через Outlook' },
    }),
  },
  needs: { activity: 'read' },
  refusals,
  async run(c, { kinds, invites }) {
    const { user } = c.actor
    if (!user) return c.refuse('no_user')
    const settings = await settingsNow(c)
    const [state, verifier] = [newSecret(), newSecret()]
    await c.tx.elevated(() =>
      c.tx.rows(sql`insert into outlook_accounts (user_id, kinds, invites, asked, verifier, asked_at)
        values (${user}::uuid, ${kinds}::text[], ${invites ?? false}, ${state}, ${seal(c.kolo, user, 'verifier', verifier)}, now())
        on conflict (user_id) do update set kinds = excluded.kinds, invites = excluded.invites, asked = excluded.asked,
          verifier = excluded.verifier, asked_at = now()`),
    )
    return { address: signInAddress(settings, { redirect: redirectOf(c), state, verifier }) }
  },
})

/** Ends it with what Microsoft sent back. */
export const finishOutlook = operation({
  name: 'outlook.finish',
  summary: { en: 'Finish connecting Microsoft 365', uk: 'Завершити під’єднання Microsoft 365' },
  effect: 'write',
  input: {
    code: text({ required: true, max: 10_000, label: { uk: 'Код' } }),
    state: text({ required: true, max: 200, label: { en: 'State', uk: 'Стан' } }),
  },
  needs: { activity: 'read' },
  refusals,
  async run(c, { code, state }) {
    const { user } = c.actor
    if (!user) return c.refuse('no_user')
    const settings = await settingsNow(c)
    // Each sign-in once, by whom it was begun.
    const asked = await c.tx.elevated(() =>
      c.tx.one<{
        verifier: string
      }>(sql`with asked as (select verifier from outlook_accounts where user_id = ${user}::uuid
          and asked = ${state} and asked_at > now() - interval '20 minutes' for update),
        cleared as (update outlook_accounts set asked = null, verifier = null where user_id = ${user}::uuid and asked = ${state})
        select verifier from asked`),
    )
    const verifier = opened(c.kolo, user, 'verifier', asked?.verifier ?? null)
    if (!verifier) return c.refuse('not_asked')
    try {
      const tokens = await tokensFor(settings, { code, verifier, redirect: redirectOf(c) })
      if (!tokens.refresh) return c.refuse('not_accepted')
      const me = await graphOf(settings.apiUrl, () => Promise.resolve(tokens.access)).get('me')
      const address = String(me['mail'] ?? me['userPrincipalName'] ?? '').slice(0, 320)
      await c.tx.elevated(async () => {
        await keepTokens(c.kolo, c.tx, user, tokens)
        // Another account than before has nothing to do with what was synchronised with that one.
        await c.tx
          .rows(sql`with other as (select user_id from outlook_accounts where user_id = ${user}::uuid and address is distinct from ${address}),
            cursors as (delete from outlook_cursors c using other where c.user_id = other.user_id)
          delete from calendar_items i using other where i.user_id = other.user_id and i.collection like 'outlook:%'`)
        await c.tx.rows(sql`update outlook_accounts set address = ${address}, trouble = null, next_at = now()
          where user_id = ${user}::uuid`)
      })
      c.emit('outlook.connected', undefined, { address })
      return { address }
    } catch (error) {
      if (error instanceof SignedOut || error instanceof GraphError || error instanceof Later)
        return c.refuse('not_accepted')
      throw error
    }
  },
})

/** What stands on both sides stays; nothing goes to and fro any more. */
export const disconnectOutlook = operation({
  name: 'outlook.disconnect',
  summary: { en: 'Disconnect Microsoft 365', uk: 'Від’єднати Microsoft 365' },
  effect: 'write',
  input: {},
  needs: { activity: 'read' },
  async run(c) {
    await c.tx.elevated(() =>
      c.tx
        .rows(sql`update outlook_accounts set refresh_token = null, access_token = null, asked = null, verifier = null, trouble = null
        where user_id = ${c.actor.user}::uuid`),
    )
    c.emit('outlook.disconnected')
    return {}
  },
})

export const syncOutlook = operation({
  name: 'outlook.sync_now',
  summary: { en: 'Synchronise with Microsoft 365 now', uk: 'Синхронізувати з Microsoft 365 зараз' },
  about: {
    en: 'What failed is tried once more.',
    uk: 'Те, що не вдалося, пробують ще раз.',
  },
  effect: 'write',
  input: {},
  needs: { activity: 'read' },
  async run(c) {
    const { user } = c.actor
    await c.tx.elevated(async () => {
      await c.tx.rows(
        sql`update calendar_items set mark = '' where user_id = ${user}::uuid and collection like 'outlook:%' and state = 'failed'`,
      )
      await c.tx.rows(sql`update outlook_accounts set next_at = now() where user_id = ${user}::uuid`)
    })
    c.emit('outlook.asked')
    return {}
  },
})
