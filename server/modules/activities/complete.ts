import sql from 'sql-template-tag'
import { choice, duration, longText, ref, text, time } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { activity, kindOptions, type Activity } from './activity.ts'
import { instanceOf, instanceRow, ownInstances } from './instance.ts'
import { add, change } from './write-activity.ts'
import { remindAt } from './timing.ts'

const id = ref('activity', { required: true, label: { uk: 'Активність' } })
const occursAt = time({
  label: { en: 'Which of the series', uk: 'Яке з повторень' },
  hint: { en: 'Empty: the next one', uk: 'Порожньо — найближче' },
})

export const noInstance = {
  en: 'The series has no such instance, or it is dealt with already.',
  uk: 'У серії немає такого повторення або воно вже опрацьоване.',
}
export const isOver = (a: Pick<Activity, 'status'>) => a.status === 'done' || a.status === 'cancelled'
export const whyNotComplete = (a: Pick<Activity, 'status'>) => (isOver(a) ? 'is_over' : null)
export const over = { en: 'It is done or cancelled already.', uk: 'Її вже виконано або скасовано.' }

/** Whether its open deal would be left without anything planned, in a pipeline where that is not allowed. */
async function leavesNothing(c: Context, a: Activity): Promise<boolean> {
  if (!a.deal) return false
  const [found] = await c.tx.elevated(() =>
    c.tx.rows<{ bare: boolean }>(sql`
      select not exists (select from activities x where x.deal_id = d.id and x.id <> ${a.id}::uuid
          and x.status in ('planned', 'started') and x.deleted_at is null) as bare
      from deals d where d.id = ${a.deal}::uuid and d.status = 'open' and exists (
        select from meta where settings->'workspace'->>'nextStepRequired' = 'true')`),
  )
  return found?.bare ?? false
}

type Done = { occursAt?: string | null; doneAt?: string | null } & Record<string, unknown>

/** One of a series is done by a row of its own; the series goes on. */
async function completeInstance(c: Context, series: Activity, at: string | null, done: Done) {
  const instance = (await instanceOf(c, series, at)) ?? c.refuse('no_instance')
  const [made] = await add(c, [{ ...instanceRow(series, instance), ...done, status: 'done' }])
  await remindAnew(c, series)
  return made!
}

export async function remindAnew(c: Context, series: Activity): Promise<void> {
  const next = remindAt(series as never, Date.now(), await ownInstances(c, series.id))
  await c.tx.save(activity, series, { remindAt: next })
}

export const completeActivity = operation({
  name: 'activity.complete',
  summary: { en: 'Complete', uk: 'Виконати' },
  effect: 'write',
  on: 'activity',
  whyNot: whyNotComplete,
  input: {
    id,
    outcome: ref('activityOutcome', { label: { uk: 'Підсумок' } }),
    result: longText({ label: { uk: 'Результат' } }),
    duration: duration({ label: { uk: 'Тривалість' } }),
    doneAt: time({ label: { en: 'Done at', uk: 'Виконано о' } }),
    occursAt,
    nextKind: choice({ options: kindOptions, label: { en: 'Next: what', uk: 'Далі: що' } }),
    nextSubject: text({ max: 500, label: { en: 'Next: subject', uk: 'Далі: тема' } }),
    nextAt: time({ label: { en: 'Next: when', uk: 'Далі: коли' } }),
  },
  needs: { activity: 'update' },
  refusals: {
    is_over: over,
    no_instance: noInstance,
    next_needed: {
      en: 'The deal is open: plan its next step too.',
      uk: 'Угода триває: заплануйте й наступний крок.',
    },
  },
  async run(c, input) {
    const before = await c.tx.lock(activity, input.id)
    const reason = whyNotComplete(before)
    if (reason) c.refuse(reason)
    const goesOn = Boolean(input.nextSubject || input.nextAt || before.repeat)
    if (!goesOn && (await leavesNothing(c, before))) c.refuse('next_needed')
    const length =
      before.startsAt && before.endsAt && !before.isAllDay
        ? Math.round((Date.parse(before.endsAt) - Date.parse(before.startsAt)) / 60_000)
        : null
    const done = {
      outcome: input.outcome ?? before.outcome,
      result: input.result ?? before.result,
      duration: input.duration ?? before.duration ?? length,
      doneAt: input.doneAt ?? new Date().toISOString(),
      percent: 100,
    }
    const made = before.repeat
      ? await completeInstance(c, before, input.occursAt ?? null, done)
      : (await change(c, [{ id: before.id, ...done, status: 'done' }]))[0]!
    if (input.nextSubject || input.nextAt) {
      const kind = input.nextKind ?? before.kind
      await add(c, [
        {
          kind,
          subject: input.nextSubject || before.subject,
          record: before.record,
          assignee: before.assignee,
          [kind === 'meeting' || kind === 'visit' ? 'startsAt' : 'dueAt']: input.nextAt ?? null,
          isPrivate: before.isPrivate,
          followUpOf: made.id,
        },
      ])
    }
    c.emit('activity.completed', made)
    return made
  },
})

export const reopenActivity = operation({
  name: 'activity.reopen',
  summary: { en: 'Plan again', uk: 'Повернути до запланованих' },
  effect: 'write',
  on: 'activity',
  whyNot: (a: Pick<Activity, 'status'>) => (isOver(a) ? null : 'is_open'),
  input: { id },
  needs: { activity: 'update' },
  refusals: { is_open: { en: 'It is planned already.', uk: 'Її вже заплановано.' } },
  async run(c, input) {
    const before = await c.tx.lock(activity, input.id)
    if (!isOver(before)) c.refuse('is_open')
    return (await change(c, [{ id: before.id, status: 'planned', percent: null }]))[0]
  },
})

export const cancelActivity = operation({
  name: 'activity.cancel',
  summary: { en: 'Cancel', uk: 'Скасувати' },
  effect: 'write',
  on: 'activity',
  whyNot: whyNotComplete,
  input: { id, occursAt: { ...occursAt, hint: { en: 'Empty: all of it', uk: 'Порожньо — усю' } } },
  needs: { activity: 'update' },
  refusals: { is_over: over, no_instance: noInstance },
  async run(c, input) {
    const before = await c.tx.lock(activity, input.id)
    const reason = whyNotComplete(before)
    if (reason) c.refuse(reason)
    if (!before.repeat || !input.occursAt)
      return (await change(c, [{ id: before.id, status: 'cancelled' }]))[0]
    const at = (await instanceOf(c, before, input.occursAt)) ?? c.refuse('no_instance')
    return (
      await change(c, [
        { id: before.id, exceptions: [...((before.exceptions as string[] | null) ?? []), at] },
      ])
    )[0]
  },
})

/** Done without having been planned: a call just made. */
export const logActivity = operation({
  name: 'activity.log',
  summary: { en: 'Log what was done', uk: 'Записати зроблене' },
  effect: 'write',
  input: {
    kind: { ...activity.fields.kind, required: true as const },
    subject: { ...activity.fields.subject, required: true as const },
    record: activity.fields.record,
    outcome: activity.fields.outcome,
    result: activity.fields.result,
    duration: activity.fields.duration,
    doneAt: time({ label: { en: 'Done at', uk: 'Виконано о' } }),
  },
  needs: { activity: 'create' },
  async run(c, { doneAt, ...given }) {
    const at = doneAt ?? new Date().toISOString()
    const [made] = await add(c, [{ ...given, status: 'done', startsAt: at, doneAt: at, percent: 100 }])
    return (await c.kolo.readIn(c.tx, 'activity', [made!.id]))[0]
  },
})
