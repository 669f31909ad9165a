import sql from 'sql-template-tag'
import { json, longText, ref, text } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import { quoteQuestion } from './quote-question.ts'
import { quote } from './quote.ts'
import { tellOwner } from './send-quote.ts'
import { quoteView } from './quote-view.ts'

const id = ref('quote', { required: true, label: { uk: 'Пропозиція' } })

/** What the client's page shows. */
export const showPage = operation({
  name: 'quote.page',
  summary: { en: 'Read the client’s page', uk: 'Прочитати сторінку клієнта' },
  effect: 'read',
  input: {
    id,
    chosen: json<string[], { label: { en: string; uk: string } }>({ label: { en: 'Chosen', uk: 'Вибрано' } }),
  },
  needs: { quote: 'read' },
  async run(c, { id, chosen }) {
    const view = await quoteView(c, id, Array.isArray(chosen) ? chosen : undefined)
    const questions = await c.tx.rows(sql`select name, question, answer from quote_questions
      where quote_id = ${id}::uuid and deleted_at is null order by created_at limit 100`)
    return { view, questions }
  },
})

/** The client looked: the first time stands on the quote, every time on its paper. */
export const openedQuote = operation({
  name: 'quote.opened',
  summary: { en: 'Note that the client looked', uk: 'Позначити, що клієнт переглянув' },
  effect: 'write',
  input: { id },
  needs: { quote: 'update' },
  async run(c, { id }) {
    await c.tx.elevated(() =>
      c.tx
        .rows(sql`update documents set opened_at = coalesce(opened_at, now()), opens = coalesce(opens, 0) + 1
        where entity = 'quote' and record = ${id} and deleted_at is null`),
    )
    const q = await c.tx.lock(quote, id)
    if (q.openedAt) return { openedAt: q.openedAt }
    const after = await c.tx.save(quote, q, { openedAt: new Date().toISOString() })
    c.emit('quote.opened', after)
    return { openedAt: after.openedAt }
  },
})

export const askAboutQuote = operation({
  name: 'quote.question',
  summary: { en: 'Ask about a quote', uk: 'Запитати про пропозицію' },
  effect: 'write',
  input: {
    id,
    name: text({ required: true, max: 200, label: { en: 'Who asks', uk: 'Хто запитує' } }),
    question: longText({ required: true, max: 5000, label: { uk: 'Запитання' } }),
  },
  needs: { quote: 'update' },
  async run(c, { id, name, question }) {
    const q = await c.tx.lock(quote, id)
    const [made] = await c.tx.elevated(() => c.tx.insertMany(quoteQuestion, [{ quote: id, name, question }]))
    c.emit('quote.asked', q, {
      question: made!.id,
      ...tellOwner(c, q, 'commented', `${name}: ${question}`),
    })
    return { question: made!.id }
  },
})
