import sql from 'sql-template-tag'
import type { Module } from '#core/catalogue.ts'
import { cards } from './card.ts'
import { activity, activityOutcome } from './activity.ts'
import { readAgenda } from './agenda.ts'
import { cancelActivity, completeActivity, logActivity, reopenActivity } from './complete.ts'
import { changeSeries } from './change-series.ts'
import { readDigest } from './digest.ts'
import { follower, followRecord, unfollowRecord } from './follower.ts'
import { handOver, handOverJournal, undoHandOver } from './hand-over.ts'
import {
  createSetting,
  notification,
  notificationSetting,
  readNotifications,
  updateSetting,
} from './notification.ts'
import {
  acceptActivity,
  declineActivity,
  delegateActivity,
  replyToActivity,
  rescheduleActivity,
} from './plan.ts'
import { digests } from './send-digests.ts'
import { startReminders } from './reminders.ts'
import { watch } from './watch.ts'
import { createActivity, updateActivity } from './write-activity.ts'

export const activities: Module = {
  name: 'activities',
  label: { en: 'My work', uk: 'Моя робота' },
  aside: ['handOver'],
  uses: ['workspace', 'comments', 'parties', 'sales', 'leads', 'mail'],
  entities: [activity, activityOutcome, follower, notification, notificationSetting, handOver],
  operations: [
    createActivity,
    updateActivity,
    completeActivity,
    reopenActivity,
    rescheduleActivity,
    cancelActivity,
    changeSeries,
    logActivity,
    delegateActivity,
    acceptActivity,
    declineActivity,
    replyToActivity,
    readAgenda,
    handOverJournal,
    undoHandOver,
    followRecord,
    unfollowRecord,
    readNotifications,
    createSetting,
    updateSetting,
    readDigest,
  ],
  events: [
    'activity.completed',
    'activity.delegated',
    'activity.accepted',
    'activity.declined',
    'activity.replied',
    'handOver.started',
    'handOver.undone',
  ],
  pages: [
    {
      path: 'my-day',
      label: { en: 'My day', uk: 'Мій день' },
      icon: 'sun',
      needs: { activity: 'read' },
    },
    {
      path: 'calendar',
      label: { en: 'Calendar', uk: 'Календар' },
      icon: 'calendar',
      needs: { activity: 'read' },
    },
  ],
  cards,
  tells: {
    'activity.created': { at: ['startsAt', 'doneAt'] },
    'activity.completed': { text: { en: 'done', uk: 'виконано' }, icon: 'check', at: ['doneAt'] },
    'activity.delegated': { text: { en: 'delegated', uk: 'доручено' }, icon: 'users' },
    'activity.accepted': { text: { en: 'accepted', uk: 'прийнято' }, icon: 'check' },
    'activity.declined': { text: { en: 'declined', uk: 'відхилено' }, icon: 'flag' },
    'activity.replied': { text: { en: 'invitation answered', uk: 'відповідь на запрошення' }, icon: 'check' },
    'handOver.started': { text: { en: 'journal handed over', uk: 'справи передано' }, icon: 'users' },
    'handOver.undone': { text: { en: 'journal taken back', uk: 'справи повернено' }, icon: 'users' },
  },
  background: (kolo) => ({
    consumers: [watch(kolo)],
    queues: [digests(kolo)],
    // What was read a quarter of a year ago is nobody's news.
    chores: [
      () =>
        kolo.db.system((tx) =>
          tx.rows(sql`delete from notifications where read_at < now() - interval '90 days'`),
        ),
    ],
    start: async () => startReminders(kolo, (error) => console.error('reminders', error)),
  }),
}
