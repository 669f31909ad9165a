import sql from 'sql-template-tag'
import { choice, longText, ref, time } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import { activity, answerOptions, type Activity, type Participant } from './activity.ts'
import { isOver, noInstance, over, remindAnew, whyNotComplete } from './complete.ts'
import { moveAll, otherDays } from './change-series.ts'
import { instanceOf, instanceRow, movedTimes, timesAt } from './instance.ts'
import { add, change } from './write-activity.ts'

const id = ref('activity', { required: true, label: { uk: 'Активність' } })

export const rescheduleActivity = operation({
  name: 'activity.reschedule',
  summary: { en: 'Reschedule', uk: 'Перенести' },
  effect: 'write',
  on: 'activity',
  whyNot: whyNotComplete,
  input: {
    id,
    startsAt: activity.fields.startsAt,
    endsAt: activity.fields.endsAt,
    dueAt: activity.fields.dueAt,
    occursAt: time({
      label: { en: 'Which of the series', uk: 'Яке з повторень' },
      hint: { en: 'Empty: the whole series', uk: 'Порожньо — всю серію' },
    }),
  },
  needs: { activity: 'update' },
  refusals: {
    is_over: over,
    no_instance: noInstance,
    no_time: { en: 'Say when.', uk: 'Вкажіть, коли.' },
    other_days: otherDays,
  },
  async run(c, { id: which, occursAt, ...to }) {
    const before = await c.tx.lock(activity, which)
    const reason = whyNotComplete(before)
    if (reason) c.refuse(reason)
    if (!to.startsAt && !to.dueAt && !to.endsAt) c.refuse('no_time')
    if (before.repeat && !occursAt) return moveAll(c, before, to)
    if (!before.repeat || !occursAt)
      return (await change(c, [{ id: before.id, ...movedTimes(before, to) }]))[0]
    const at = (await instanceOf(c, before, occursAt)) ?? c.refuse('no_instance')
    const row = instanceRow(before, at)
    const times = movedTimes({ ...timesAt(before, at), timeZone: before.timeZone }, to)
    const [made] = await add(c, [{ ...row, ...times }])
    await remindAnew(c, before)
    return made
  },
})

/** Who gave it away goes on seeing it. */
const withGiver = (a: Activity, user: string | null): Participant[] => {
  const now = (a.participants ?? []) as Participant[]
  return user && !now.some((p) => p.user === user)
    ? [...now, { user, role: 'organizer', reply: 'accepted' }]
    : now
}

export const delegateActivity = operation({
  name: 'activity.delegate',
  summary: { en: 'Delegate', uk: 'Доручити' },
  effect: 'write',
  on: 'activity',
  whyNot: whyNotComplete,
  input: {
    id,
    to: ref('user', { required: true, label: { en: 'To', uk: 'Кому' } }),
    note: longText({ max: 2000, label: { uk: 'Пояснення' } }),
  },
  needs: { activity: 'update' },
  refusals: {
    is_over: over,
    his_already: { en: 'It is theirs already.', uk: 'Це вже його завдання.' },
    is_private: { en: 'A private one stays with you.', uk: 'Приватна лишається у вас.' },
  },
  async run(c, { id: which, to, note }) {
    const before = await c.tx.lock(activity, which)
    if (isOver(before)) c.refuse('is_over')
    if (before.assignee === to) c.refuse('his_already')
    if (before.isPrivate) c.refuse('is_private')
    const [after] = await change(c, [
      {
        id: before.id,
        assignee: to,
        participants: withGiver(before, c.actor.user),
        delegatedBy: c.actor.user,
        answer: 'asked',
      },
    ])
    c.emit('activity.delegated', before, { to, note: note ?? null })
    return after
  },
})

const mine = {
  not_asked: { en: 'Nobody waits for your answer.', uk: 'Вашої відповіді ніхто не чекає.' },
}
const whyNotAnswer = (a: Pick<Activity, 'answer' | 'status'>) =>
  a.answer !== 'asked' || isOver(a) ? 'not_asked' : null

export const acceptActivity = operation({
  name: 'activity.accept',
  summary: { en: 'Accept', uk: 'Прийняти' },
  effect: 'write',
  on: 'activity',
  whyNot: whyNotAnswer,
  input: { id },
  needs: { activity: 'update' },
  refusals: mine,
  async run(c, input) {
    const before = await c.tx.lock(activity, input.id)
    if (whyNotAnswer(before) || before.assignee !== c.actor.user) c.refuse('not_asked')
    const after = await c.tx.save(activity, before, { answer: 'accepted' })
    c.emit('activity.accepted', after, { to: before.delegatedBy })
    return after
  },
})

export const declineActivity = operation({
  name: 'activity.decline',
  summary: { en: 'Decline', uk: 'Відхилити' },
  effect: 'write',
  on: 'activity',
  whyNot: whyNotAnswer,
  input: { id, note: longText({ max: 2000, label: { en: 'Why', uk: 'Чому' } }) },
  needs: { activity: 'update' },
  refusals: mine,
  async run(c, { id: which, note }) {
    const before = await c.tx.lock(activity, which)
    if (whyNotAnswer(before) || before.assignee !== c.actor.user) c.refuse('not_asked')
    // It goes back to who gave it.
    await c.tx.save(activity, before, { assignee: before.delegatedBy, answer: 'declined' })
    c.emit('activity.declined', before, { to: before.delegatedBy, note: note ?? null })
    return { id: before.id }
  },
})

const replies = [
  ...answerOptions.filter((o) => o.key !== 'asked'),
  { key: 'tentative', label: { en: 'Tentative', uk: 'Можливо' } },
]

/** One who is invited answers, though the activity is another's. */
export const replyToActivity = operation({
  name: 'activity.reply',
  summary: { en: 'Reply to an invitation', uk: 'Відповісти на запрошення' },
  effect: 'write',
  input: { id, reply: choice({ required: true, options: replies, label: { uk: 'Відповідь' } }) },
  needs: { activity: 'read' },
  refusals: { not_invited: { en: 'You are not invited.', uk: 'Вас не запрошено.' } },
  async run(c, { id: which, reply }) {
    const invited = (list: unknown) => ((list ?? []) as Participant[]).some((p) => p.user === c.actor.user)
    const [seen] = await c.kolo.readIn(c.tx, 'activity', [which], ['participants', 'deletedAt'])
    if (!seen || seen['deletedAt'] || !invited(seen['participants'])) c.refuse('not_invited')
    // The one thing in it that is his to write; that he is invited has just been seen with his own rights.
    await c.tx.elevated(async () => {
      const [now] = await c.tx.rows<{ participants: Participant[]; revision: number }>(
        sql`select participants, revision from activities where id = ${which}::uuid for update`,
      )
      const participants = now!.participants.map((p) =>
        p.user === c.actor.user ? { ...p, reply: reply as 'accepted' } : p,
      )
      await c.tx.saveMany(activity, [[{ id: which, custom: {}, ...now! }, { participants }]])
    })
    c.emit('activity.replied', { id: which }, { reply })
    return { id: which, reply }
  },
})
