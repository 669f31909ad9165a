import { longText, ref } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import { internalRequest, type InternalRequest } from './internal-request.ts'

type State = Pick<InternalRequest, 'status'>
const from =
  (...states: string[]) =>
  ({ status }: State) =>
    states.includes(status) ? null : 'wrong_state'
const id = ref('internalRequest', { required: true, label: { uk: 'Запит' } })
const needs = { internalRequest: 'update' } as const
const refusals = {
  wrong_state: {
    en: 'As the request stands now, this cannot be done.',
    uk: 'У нинішньому стані запиту цього зробити не можна.',
  },
}
const now = () => new Date().toISOString()

const step = (
  name: string,
  summary: { en: string; uk: string },
  states: string[],
  patch: (user: string | null, was: InternalRequest) => Partial<InternalRequest>,
) =>
  operation({
    name: `internalRequest.${name}`,
    summary,
    effect: 'write',
    on: 'internalRequest',
    whyNot: from(...states),
    input: { id },
    needs,
    refusals,
    async run(c, { id }) {
      const before = await c.tx.lock(internalRequest, id)
      if (from(...states)(before)) c.refuse('wrong_state')
      return c.tx.save(internalRequest, before, patch(c.actor.user, before))
    },
  })

export const takeRequest = step(
  'take',
  { en: 'Take to work', uk: 'Взяти в роботу' },
  ['asked'],
  (user, was) => ({
    status: 'taken',
    takenAt: now(),
    assignee: was.assignee ?? user,
  }),
)

export const answerRequest = operation({
  name: 'internalRequest.answer',
  summary: { en: 'Answer', uk: 'Відповісти' },
  effect: 'write',
  on: 'internalRequest',
  whyNot: from('asked', 'taken'),
  input: { id, answer: longText({ required: true, label: { en: 'Answer', uk: 'Відповідь' } }) },
  needs,
  refusals,
  async run(c, { id, answer }) {
    const before = await c.tx.lock(internalRequest, id)
    if (from('asked', 'taken')(before)) c.refuse('wrong_state')
    const after = await c.tx.save(internalRequest, before, {
      status: 'answered',
      answer,
      answeredAt: now(),
      answeredBy: c.actor.user,
      takenAt: before.takenAt ?? now(),
      assignee: before.assignee ?? c.actor.user,
    })
    c.emit('internalRequest.answered', after)
    return after
  },
})

export const closeRequest = step(
  'close',
  { en: 'The answer will do', uk: 'Відповідь прийнято' },
  ['answered'],
  () => ({
    status: 'closed',
  }),
)
export const askAgain = step(
  'ask_again',
  { en: 'Ask again', uk: 'Запитати знову' },
  ['answered', 'closed', 'cancelled'],
  () => ({ status: 'asked', answeredAt: null, answeredBy: null, takenAt: null }),
)
export const cancelRequest = step('cancel', { en: 'Cancel', uk: 'Скасувати' }, ['asked', 'taken'], () => ({
  status: 'cancelled',
}))
