import sql from 'sql-template-tag'
import { z } from 'zod'
import { systemActor, type Actor } from '#core/actor.ts'
import { Invalid, Refused } from '#core/error.ts'
import { isId } from '#core/id.ts'
import type { Kolo } from '#core/kolo.ts'
import { check } from '#core/schema.ts'
import type { Locale } from '#core/text.ts'
import type { Auth } from '#doors/auth/index.ts'
import { saveWorkspace } from '#doors/http/workspace.ts'
import { actorOfUser, builtInRoles } from '#modules/workspace/index.ts'
import type { LoadedSignIn, Progress } from './sample/index.ts'

export type NewInstallation = {
  company: string
  name: string
  email: string
  password: string
  locale: Locale
  timeZone?: string
  currency?: string
  sample?: boolean
}

const schema = z.strictObject({
  company: z.string().trim().min(1).max(200),
  name: z.string().trim().min(1).max(200).optional(),
  email: z.string().trim().min(3).max(254),
  password: z.string().max(1000),
  locale: z.enum(['en', 'uk']).default('uk'),
  timeZone: z.string().max(60).optional(),
  currency: z.string().length(3).optional(),
  sample: z.boolean().optional(),
})

export const readNewInstallation = (given: unknown): NewInstallation => {
  const read = check(schema, given, 'en')
  return { ...read, name: read.name ?? read.email } as NewInstallation
}

const sampleDomain = '@vodolii.example'

export const isEmpty = (kolo: Kolo): Promise<boolean> =>
  kolo.db.system(async (tx) => !(await tx.one(sql`select 1 from users limit 1`)))

const firstStages = {
  en: {
    pipeline: 'Sales',
    stages: ['New', 'Qualified', 'Offer', 'Negotiation', 'Won', 'Lost'],
    reasons: ['Price', 'Competitor', 'No budget', 'No decision', 'Not our product', 'Other'],
    outcomes: ['Talked', 'No answer', 'Asked to call back', 'Took place', 'They did not come'],
  },
  uk: {
    pipeline: 'Продажі',
    stages: ['Нова', 'Кваліфікація', 'Пропозиція', 'Переговори', 'Виграно', 'Програно'],
    reasons: ['Ціна', 'Конкурент', 'Немає бюджету', 'Немає рішення', 'Не наш товар', 'Інше'],
    outcomes: ['Поговорили', 'Не відповів', 'Просив передзвонити', 'Відбулася', 'Не прийшли'],
  },
}

/** Where a company without a sample begins: one pipeline and reasons to choose from, all of it changeable. */
async function startingPoint(kolo: Kolo, actor: Actor, locale: Locale): Promise<void> {
  const { pipeline, stages, reasons, outcomes } = firstStages[locale]
  const { items } = await kolo.call(actor, 'pipeline.create', {
    items: [{ name: pipeline, isDefault: true, position: 1 }],
  })
  const rows = stages.map((name, i) => ({
    name,
    pipeline: items[0].id,
    position: i + 1,
    probability: [10, 25, 50, 75, 100, 0][i]!,
    outcome: i === 4 ? 'won' : i === 5 ? 'lost' : 'open',
  }))
  await kolo.call(actor, 'stage.create', { items: rows })
  await kolo.call(actor, 'lossReason.create', { items: reasons.map((name) => ({ name })) })
  const ofOutcome = (i: number) => (i < 3 ? ['call'] : ['meeting', 'visit'])
  await kolo.call(actor, 'activityOutcome.create', {
    items: outcomes.map((name, i) => ({ name, kinds: ofOutcome(i), position: i + 1 })),
  })
}

/** The built-in roles, in the installation's language. */
async function nameRoles(kolo: Kolo, locale: Locale): Promise<void> {
  for (const r of builtInRoles)
    await kolo.db.system((tx) =>
      tx.rows(
        sql`update roles set name = ${r.name[locale]}, description = ${r.description[locale]} where key = ${r.key}`,
      ),
    )
}

/** Makes the first administrator and the workspace, once; with the sample company if asked for. */
export async function setUp(
  kolo: Kolo,
  auth: Auth,
  given: unknown,
  onProgress?: Progress,
): Promise<{ user: string; signIns: LoadedSignIn[] }> {
  const wanted = readNewInstallation(given)
  const system = systemActor('cli')
  if (wanted.sample && wanted.email.toLowerCase().endsWith(sampleDomain))
    throw new Invalid([
      {
        path: 'email',
        message: `Addresses at ${sampleDomain.slice(1)} belong to the sample company’s people.`,
      },
    ])
  if (!(await isEmpty(kolo))) throw new Refused('set_up', 'This installation has users already.')
  const roles = await kolo.list(system, 'role', { filter: ['key', 'is', 'administrator'], fields: ['key'] })
  const { items } = await kolo.call(system, 'user.create', {
    items: [
      {
        name: wanted.name,
        email: wanted.email,
        role: roles.items[0]!.id,
        locale: wanted.locale,
        timeZone: wanted.timeZone ?? 'Europe/Kyiv',
        isActive: true,
      },
    ],
  })
  const user = items[0].id as string
  try {
    await auth.setPassword(user, wanted.password)
  } catch (error) {
    await kolo.db.system((tx) => tx.rows(sql`delete from users where id = ${user}::uuid`))
    throw error
  }
  await nameRoles(kolo, wanted.locale)
  await saveWorkspace(kolo, system, {
    name: wanted.company,
    locale: wanted.locale,
    ...(wanted.currency ? { currency: wanted.currency } : {}),
  })
  const administrator = await kolo.db.system((tx) => actorOfUser(tx, user))
  if (!administrator || !isId(user))
    throw new Invalid([{ path: 'email', message: 'The first user could not be made.' }])
  if (!wanted.sample) {
    await startingPoint(kolo, administrator, wanted.locale)
    return { user, signIns: [] }
  }
  // Once in an installation's life: not read at every start.
  const { loadSample } = await import('./load-sample.ts')
  return {
    user,
    signIns: await loadSample(kolo, auth, administrator, wanted.password, wanted.locale, onProgress),
  }
}
