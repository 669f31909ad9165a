import { entity } from '#core/entity.ts'
import { longText, ref, text, time } from '#core/kinds/index.ts'
import { update } from '#core/stock.ts'

/** What a client asks on the quote's page, and what he is told there. */
export const quoteQuestion = entity('quoteQuestion', {
  label: { en: 'Question', uk: 'Запитання', many: { en: 'Questions', uk: 'Запитання' } },
  icon: 'message-circle-question-mark',
  title: 'question',
  fields: {
    quote: ref('quote', { required: true, onDelete: 'cascade', label: { uk: 'Пропозиція' } }),
    name: text({ required: true, max: 200, personal: true, label: { en: 'Who asks', uk: 'Хто запитує' } }),
    question: longText({ required: true, max: 5000, label: { uk: 'Запитання' } }),
    answer: longText({ max: 5000, label: { uk: 'Відповідь' } }),
  },
  managed: { answeredAt: time({ label: { en: 'Answered', uk: 'Відповіли' } }) },
  list: { columns: ['question', 'name', 'answer', 'createdAt'], sort: '-createdAt' },
  form: [{ section: { en: 'Question', uk: 'Запитання' }, fields: ['quote', 'name', 'question', 'answer'] }],
  access: {
    manager: { read: 'all', update: 'team', delete: 'team' },
    sales: { read: 'team', update: 'own' },
    reader: { read: 'all' },
  },
  partOf: 'quote',
})

/** Whoever answers: the client reads it on his page, with its time. */
export const answerQuestion = update(quoteQuestion, {
  prepare: (_, items) =>
    items.map((item) =>
      'answer' in item ? { ...item, answeredAt: item['answer'] ? new Date().toISOString() : null } : item,
    ),
})
