import sql from 'sql-template-tag'
import { nothing } from '#core/access.ts'
import { entity } from '#core/entity.ts'
import { Forbidden, Invalid } from '#core/error.ts'
import { money, ref, text } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { periodIn } from './period.ts'
import { looking } from './snapshot.ts'

/** What a head thinks a person or a team will bring, and why; the last one of a period holds, all are kept. */
export const forecastOverride = entity('forecastOverride', {
  label: {
    en: 'Corrected forecast',
    uk: 'Уточнений прогноз',
    many: { en: 'Corrected forecasts', uk: 'Уточнені прогнози' },
  },
  icon: 'pencil-line',
  title: 'reason',
  ledger: true,
  part: true,
  fields: {
    period: text({ required: true, max: 7, label: { uk: 'Період' } }),
    owner: ref('user', { onDelete: 'restrict', label: { en: 'Person', uk: 'Людина' } }),
    team: ref('team', { onDelete: 'restrict', label: { uk: 'Команда' } }),
    amount: money({ required: true, label: { en: 'Will bring', uk: 'Принесе' } }),
    computed: money({ label: { en: 'Closed and commit then', uk: 'Закрито й зобов’язання тоді' } }),
    reason: text({ required: true, max: 500, label: { en: 'Why', uk: 'Чому' } }),
    by: ref('user', { onDelete: 'clear', label: { en: 'Said by', uk: 'Хто вказав' } }),
  },
  list: { columns: ['reason', 'period', 'owner', 'team', 'amount', 'computed', 'by'], sort: '-createdAt' },
  form: [
    {
      section: { en: 'Corrected forecast', uk: 'Уточнений прогноз' },
      fields: ['period', 'owner', 'team', 'amount', 'computed', 'reason', 'by'],
    },
  ],
  access: looking,
})

/** Whose forecast, quota or pay a head answers for: of everybody, or of his team and those below. */
export function isHeadOf({ kolo, actor }: Context, team: string | null): boolean {
  const reach = (kolo.rightsOf(actor)['deal'] ?? nothing).update
  return reach === 'all' || (reach === 'team' && team !== null && actor.teams.includes(team))
}

export const overrideForecast = operation({
  name: 'forecast.override',
  summary: { en: 'Correct a forecast', uk: 'Уточнити прогноз' },
  effect: 'write',
  input: {
    period: text({ required: true, max: 7, label: { uk: 'Період' } }),
    person: ref('user', { label: { uk: 'Людина' } }),
    team: ref('team', { label: { uk: 'Команда' } }),
    amount: money({ required: true, min: 0, label: { en: 'Will bring', uk: 'Принесе' } }),
    computed: money({ label: { en: 'Computed', uk: 'Обчислено' } }),
    reason: text({ required: true, max: 500, label: { en: 'Why', uk: 'Чому' } }),
  },
  needs: { deal: 'update', forecastOverride: 'read' },
  async run(c, { period, person, team, amount, computed, reason }) {
    if (Boolean(person) === Boolean(team))
      throw new Invalid([{ path: 'person', message: 'Name a person or a team.', code: 'one_of' }])
    const who = await c.tx.one<{ team: string | null }>(
      person
        ? sql`select team_id as team from users where id = ${person}::uuid and deleted_at is null`
        : sql`select id as team from teams where id = ${team}::uuid and deleted_at is null`,
    )
    if (!who || !isHeadOf(c, who.team)) throw new Forbidden('Only their head corrects a forecast.')
    const item = {
      period: periodIn(period, c.today).key,
      owner: person ?? null,
      team: who.team,
      amount,
      computed: computed ?? null,
      reason,
      by: c.actor.user,
    }
    // A ledger, which no role may write; that he is their head has been seen above.
    const [made] = await c.tx.elevated(() => c.tx.insertMany(forecastOverride, [item]))
    return { id: made!.id, ...item }
  },
})
