import { operation, type Context } from '#core/operation.ts'
import { boolean, date, longText, money, ref, text } from '#core/kinds/index.ts'
import { deal, type Deal } from './deal.ts'
import { noLoss } from './loss.ts'
import { keepMoves, type Moving } from './moves.ts'
import { placed } from './place-deal.ts'
import { isSealed } from './sealed.ts'
import { stageFor, stagesIn } from './stages.ts'

export const whyNotWin = (d: Pick<Deal, 'status' | 'amount'>) =>
  d.status !== 'open' ? 'not_open' : d.amount === null ? 'no_amount' : null

export const whyNotLose = (d: Pick<Deal, 'status'>) => (d.status !== 'open' ? 'not_open' : null)

export const whyNotReopen = (d: Pick<Deal, 'status'>) => (d.status === 'open' ? 'is_open' : null)

type Item = Record<string, unknown>

/** Moves the deal to the stage of its pipeline in which it ends so, or goes on; under the rules of any move. */
export async function closeTo(c: Context, before: Deal, outcome: 'open' | 'won' | 'lost', patch: Item) {
  const stage = stageFor(await stagesIn(c.tx), before.pipeline, outcome) ?? c.refuse('no_stage')
  const [ready] = await placed(c, [{ ...patch, stage: stage.id }], [before], false)
  const after = await c.tx.save(deal, before, ready as Partial<Deal>)
  await keepMoves(c, [after as Moving], [before as Moving])
  return after
}

const notOpen = { en: 'Reopen the deal first.', uk: 'Спершу відкрийте угоду знову.' }
const noStage = { en: 'The pipeline has no stage for this.', uk: 'У воронці немає етапу для цього.' }
const id = ref('deal', { required: true, label: { uk: 'Угода' } })

export const winDeal = operation({
  name: 'deal.win',
  summary: { en: 'Close a deal as won', uk: 'Закрити угоду як виграну' },
  effect: 'write',
  on: 'deal',
  whyNot: whyNotWin,
  input: { id, closedOn: date({ label: { en: 'Closed on', uk: 'Дата закриття' } }) },
  needs: { deal: 'update' },
  refusals: {
    not_open: notOpen,
    no_stage: noStage,
    no_amount: {
      en: 'Give the deal an amount before you win it.',
      uk: 'Вкажіть суму угоди, перш ніж закрити її як виграну.',
    },
  },
  async run(c, { id, closedOn }) {
    const before = await c.tx.lock(deal, id)
    const reason = whyNotWin(before)
    if (reason) c.refuse(reason)
    const after = await closeTo(c, before, 'won', { closeDate: closedOn ?? c.today })
    c.emit('deal.won', after)
    return after
  },
})

export const loseDeal = operation({
  name: 'deal.lose',
  summary: { en: 'Close a deal as lost', uk: 'Закрити угоду як програну' },
  effect: 'write',
  on: 'deal',
  whyNot: whyNotLose,
  input: {
    id,
    lossReason: ref('lossReason', { required: true, label: { en: 'Loss reason', uk: 'Причина відмови' } }),
    lostTo: ref('competitor', { label: { en: 'Lost to', uk: 'Кому програно' } }),
    priceGap: money({ label: { en: 'Dearer by', uk: 'Дорожче на' } }),
    lossComment: longText({ label: { en: 'What happened', uk: 'Що сталося' } }),
    closedOn: date({ label: { en: 'Closed on', uk: 'Дата закриття' } }),
  },
  needs: { deal: 'update' },
  refusals: { not_open: notOpen, no_stage: noStage },
  async run(c, { id, closedOn, ...loss }) {
    const before = await c.tx.lock(deal, id)
    const reason = whyNotLose(before)
    if (reason) c.refuse(reason)
    const after = await closeTo(c, before, 'lost', { ...loss, closeDate: closedOn ?? c.today })
    c.emit('deal.lost', after)
    return after
  },
})

export const reopenDeal = operation({
  name: 'deal.reopen',
  summary: { en: 'Open a closed deal again', uk: 'Відкрити закриту угоду знову' },
  effect: 'write',
  on: 'deal',
  whyNot: whyNotReopen,
  input: { id },
  needs: { deal: 'update' },
  refusals: {
    sealed: {
      en: 'This deal was won and counted: a head of the department opens it again.',
      uk: 'Угоду виграно й пораховано: знову відкрити її може керівник.',
    },
    is_open: { en: 'The deal is open already.', uk: 'Угода вже відкрита.' },
    no_stage: noStage,
  },
  async run(c, { id }) {
    const before = await c.tx.lock(deal, id)
    const reason = whyNotReopen(before)
    if (reason) c.refuse(reason)
    if (before.status === 'won' && isSealed(c, before)) c.refuse('sealed')
    const after = await closeTo(c, before, 'open', noLoss)
    c.emit('deal.reopened', after)
    return after
  },
})

export const checkDeal = operation({
  name: 'deal.check',
  summary: {
    en: 'Tick a step of the playbook or of a checklist',
    uk: 'Позначити крок методики чи пункт списку',
  },
  effect: 'write',
  input: {
    id,
    item: text({ required: true, max: 100, label: { uk: 'Пункт' } }),
    isDone: boolean({ required: true, label: { en: 'Done', uk: 'Виконано' } }),
  },
  needs: { deal: 'update' },
  async run(c, { id, item, isDone }) {
    const before = await c.tx.lock(deal, id)
    const others = (before.checked ?? []).filter((one) => one !== item)
    const { checked, revision } = await c.tx.save(deal, before, {
      checked: isDone ? [...others, item] : others,
    })
    return { id, revision, checked: checked ?? [] }
  },
})
