import sql from 'sql-template-tag'
import { date, longText, ref, text } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { askApproval, voidApprovals } from '#modules/approvals/index.ts'
import { agreement, agreementSignatory, type Agreement } from './agreement.ts'

const id = ref('agreement', { required: true, label: { uk: 'Договір' } })
type State = Pick<Agreement, 'status'>

export const whyNotAsk = (a: State) => (a.status === 'draft' ? null : 'not_draft')
export const whyNotReopen = (a: State) => (['agreeing', 'signing'].includes(a.status) ? null : 'not_open')
export const whyNotSign = (a: State) => (a.status === 'signing' ? null : 'not_agreed')
export const whyNotEnd = (a: State) => (a.status === 'inForce' ? null : 'not_in_force')
export const whyNotCancel = (a: State) =>
  ['draft', 'agreeing', 'signing'].includes(a.status) ? null : 'not_open'

/** What the one who agrees to it sees, and what his leave is bound to. */
const contentOf = (a: Agreement) => ({
  subject: a.subject,
  amount: a.amount,
  startsOn: a.startsOn,
  endsOn: a.endsOn,
  terms: a.terms,
})

/** Whoever answers for it is told, unless it is he who does it. */
export const tellOwner = (
  c: Pick<Context, 'actor'>,
  a: Pick<Agreement, 'owner' | 'number'>,
  reason: 'changed' | 'reminder',
  words: string,
) =>
  a.owner && a.owner !== c.actor.user
    ? { notify: [{ to: a.owner, reason, text: `${a.number} · ${words}` }] }
    : {}

export const askAgreement = operation({
  name: 'agreement.ask',
  summary: { en: 'Send to be agreed', uk: 'Передати на погодження' },
  effect: 'write',
  on: 'agreement',
  whyNot: whyNotAsk,
  input: { id, reason: longText({ label: { en: 'Note', uk: 'Примітка' } }) },
  needs: { agreement: 'update' },
  refusals: { not_draft: { en: 'Only a draft is agreed.', uk: 'Погоджують лише чернетку.' } },
  async run(c, { id, reason }) {
    const a = await c.tx.lock(agreement, id)
    const why = whyNotAsk(a)
    if (why) c.refuse(why)
    await askApproval(c, {
      kind: 'document',
      entity: 'agreement',
      record: id,
      title: `${a.number} · ${a.subject}`,
      reason,
      amount: a.amount,
      content: contentOf(a),
    })
    return c.tx.save(agreement, a, { status: 'agreeing', askedAt: new Date().toISOString() })
  },
})

/** What was signed of it is void with it: what is signed next is another text. */
export const reopenAgreement = operation({
  name: 'agreement.reopen',
  summary: { en: 'Back to the draft', uk: 'Повернути в чернетку' },
  effect: 'write',
  on: 'agreement',
  whyNot: whyNotReopen,
  input: { id },
  needs: { agreement: 'update' },
  refusals: {
    not_open: { en: 'It is not being agreed or signed.', uk: 'Його не погоджують і не підписують.' },
  },
  async run(c, { id }) {
    const a = await c.tx.lock(agreement, id)
    const why = whyNotReopen(a)
    if (why) c.refuse(why)
    await voidApprovals(c, 'agreement', [id])
    const signed = await c.tx.rows<{ id: string }>(
      sql`select id from agreement_signatories where agreement_id = ${id}::uuid and signed_on is not null and deleted_at is null`,
    )
    const rows = await c.tx.lockMany(
      agreementSignatory,
      signed.map((s) => s.id),
    )
    await c.tx.saveMany(
      agreementSignatory,
      rows.map((r) => [r as never, { signedOn: null }] as const),
    )
    return c.tx.save(agreement, a, { status: 'draft', askedAt: null, agreedAt: null })
  },
})

/** Who is said to have signed, or all; when nobody is left it is in force. */
export const signAgreement = operation({
  name: 'agreement.sign',
  summary: { en: 'Note the signature', uk: 'Позначити підпис' },
  effect: 'write',
  on: 'agreement',
  whyNot: whyNotSign,
  input: {
    id,
    signatory: ref('agreementSignatory', {
      label: { uk: 'Підписант' },
      hint: { en: 'Empty: all have signed', uk: 'Порожньо: підписали всі' },
    }),
    signedOn: date({ latest: 0, label: { en: 'Signed on', uk: 'Дата підпису' } }),
  },
  needs: { agreement: 'update' },
  refusals: {
    not_agreed: { en: 'It is not ready to be signed.', uk: 'Його ще не можна підписувати.' },
    no_signatory: { en: 'There is no such signatory of it.', uk: 'Такого підписанта в договорі немає.' },
  },
  async run(c, { id, signatory, signedOn }) {
    const a = await c.tx.lock(agreement, id)
    const why = whyNotSign(a)
    if (why) c.refuse(why)
    const left = await c.tx.rows<{ id: string }>(
      sql`select id from agreement_signatories where agreement_id = ${id}::uuid and signed_on is null and deleted_at is null`,
    )
    const now = left.filter((s) => !signatory || s.id === signatory)
    if (signatory && now.length === 0) c.refuse('no_signatory')
    const on = signedOn ?? c.today
    const rows = await c.tx.lockMany(
      agreementSignatory,
      now.map((s) => s.id),
    )
    await c.tx.saveMany(
      agreementSignatory,
      rows.map((r) => [r as never, { signedOn: on }] as const),
    )
    if (now.length < left.length) return a
    const after = await c.tx.save(agreement, a, {
      status: 'inForce',
      signedOn: on,
      startsOn: a.startsOn ?? on,
    })
    c.emit('agreement.signed', after)
    return after
  },
})

export const endAgreement = operation({
  name: 'agreement.end',
  summary: { en: 'End', uk: 'Завершити' },
  effect: 'write',
  on: 'agreement',
  whyNot: whyNotEnd,
  input: { id, reason: text({ required: true, max: 500, label: { en: 'Why', uk: 'Чому' } }) },
  needs: { agreement: 'update' },
  refusals: { not_in_force: { en: 'It is not in force.', uk: 'Він не чинний.' } },
  async run(c, { id, reason }) {
    const a = await c.tx.lock(agreement, id)
    const why = whyNotEnd(a)
    if (why) c.refuse(why)
    const after = await c.tx.save(agreement, a, { status: 'ended', endedOn: c.today, endReason: reason })
    c.emit('agreement.ended', after)
    return after
  },
})

export const renewAgreement = operation({
  name: 'agreement.renew',
  summary: { en: 'Prolong', uk: 'Продовжити строк' },
  effect: 'write',
  on: 'agreement',
  whyNot: (a: State) => (['inForce', 'ended'].includes(a.status) ? null : 'not_in_force'),
  input: {
    id,
    until: date({ required: true, earliest: '2000-01-01', label: { en: 'Until', uk: 'Діє до' } }),
  },
  needs: { agreement: 'update' },
  refusals: {
    not_in_force: { en: 'It was never in force.', uk: 'Він ще не був чинним.' },
    not_later: {
      en: 'Name a later day than it ends on now.',
      uk: 'Вкажіть пізніший день, ніж нинішній кінець.',
    },
  },
  async run(c, { id, until }) {
    const a = await c.tx.lock(agreement, id)
    if (!['inForce', 'ended'].includes(a.status)) c.refuse('not_in_force')
    if (until < c.today || (a.endsOn && until <= a.endsOn)) c.refuse('not_later')
    const after = await c.tx.save(agreement, a, {
      status: 'inForce',
      endsOn: until,
      endedOn: null,
      endReason: null,
    })
    c.emit('agreement.renewed', after)
    return after
  },
})

export const cancelAgreement = operation({
  name: 'agreement.cancel',
  summary: { en: 'Cancel', uk: 'Скасувати' },
  effect: 'write',
  on: 'agreement',
  whyNot: whyNotCancel,
  input: { id, reason: text({ required: true, max: 500, label: { en: 'Why', uk: 'Чому' } }) },
  needs: { agreement: 'update' },
  refusals: { not_open: { en: 'It is signed already: end it.', uk: 'Його вже підписано: завершіть його.' } },
  async run(c, { id, reason }) {
    const a = await c.tx.lock(agreement, id)
    const why = whyNotCancel(a)
    if (why) c.refuse(why)
    await voidApprovals(c, 'agreement', [id], { only: 'pending' })
    return c.tx.save(agreement, a, { status: 'cancelled', endedOn: c.today, endReason: reason })
  },
})

/** When those who agree to it have decided, it goes on to be signed, or back to its draft. */
export const decideAgreement = operation({
  name: 'agreement.decided',
  summary: { en: 'Go on after an approval', uk: 'Продовжити після погодження' },
  effect: 'write',
  input: { id },
  needs: { agreement: 'update' },
  async run(c, { id }) {
    const a = await c.tx.lock(agreement, id)
    const last = await c.tx.elevated(() =>
      c.tx.one<{
        status: string
      }>(sql`select status from approvals where entity = 'agreement' and record = ${id}
        and status <> 'void' and deleted_at is null order by created_at desc limit 1`),
    )
    if (a.status !== 'agreeing' || !last || last.status === 'pending') return { status: a.status }
    const isAgreed = last.status === 'approved'
    const after = await c.tx.save(agreement, a, {
      status: isAgreed ? 'signing' : 'draft',
      agreedAt: isAgreed ? new Date().toISOString() : null,
    })
    c.emit(isAgreed ? 'agreement.agreed' : 'agreement.declined', after)
    return { status: after.status }
  },
})
