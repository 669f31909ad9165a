import { expect, test } from 'vitest'
import { mostOf, questionsOf, scored, type Question } from '#modules/questionnaires/questions.ts'

const one: Question = {
  key: 'budget',
  text: 'Is there a budget?',
  kind: 'one',
  isRequired: true,
  options: [
    { text: 'Yes', points: 10 },
    { text: 'Perhaps', points: 2.5 },
    { text: 'No', points: -5 },
  ],
}
const many: Question = {
  key: 'needs',
  text: 'What is needed?',
  kind: 'many',
  options: [
    { text: 'Boiler', points: 3 },
    { text: 'Pump', points: 2 },
    { text: 'Nothing', points: -4 },
  ],
}
const scale: Question = {
  key: 'nps',
  text: 'Would you recommend us?',
  kind: 'scale',
  from: 0,
  to: 10,
  points: 0.1,
}
const text: Question = { key: 'why', text: 'Why?', kind: 'text' }
const number: Question = { key: 'size', text: 'How big?', kind: 'number' }
const plain: Question = { key: 'who', text: 'Who?', kind: 'one', options: [{ text: 'A' }, { text: 'B' }] }
const all = [one, many, scale, text, number, plain]

test.each([
  [one, 10],
  [many, 5],
  [scale, 1],
  [text, null],
  [plain, null],
])('what a question gives at most: %j', (question, most) => expect(mostOf(question)).toBe(most))

test.each([
  [{ budget: 'Yes' }, 10, 62.5],
  [{ budget: 'No' }, -5, -31.3],
  [{ budget: 'Perhaps', needs: ['Boiler', 'Boiler', 'Pump'], nps: 3, why: '', who: 'A', size: 4 }, 7.8, 48.8],
])('%j comes to %d points', (answers, score, percent) =>
  expect(scored(all, answers, 'a')).toMatchObject({ problems: [], score, most: 16, percent }),
)

test('what was said stands in the words in which it was asked; without points there is no score', () => {
  expect(scored([text, number, plain], { why: 'So', size: 1.5, who: 'B' }, 'a')).toEqual({
    problems: [],
    score: null,
    most: null,
    percent: null,
    said: [
      { key: 'why', text: 'Why?', answer: 'So', points: null },
      { key: 'size', text: 'How big?', answer: '1.5', points: null },
      { key: 'who', text: 'Who?', answer: 'B', points: null },
    ],
  })
})

test.each([
  [[], ['a']],
  [{}, ['a.budget']],
  [{ budget: 'Maybe' }, ['a.budget']],
  [{ budget: ['Yes'] }, ['a.budget']],
  [{ budget: 'Yes', needs: 'Boiler' }, ['a.needs']],
  [{ budget: 'Yes', needs: ['Roof'] }, ['a.needs']],
  [{ budget: 'Yes', nps: 11, why: 4, size: '4', else: 1 }, ['a.else', 'a.nps', 'a.why', 'a.size']],
  [{ budget: 'Yes', nps: 2.5 }, ['a.nps']],
])('%j is answered wrongly at %j', (answers, paths) =>
  expect(scored(all, answers, 'a').problems.map((p) => p.path)).toEqual(paths),
)

test.each([
  [[]],
  ['Ask'],
  [[{ ...one, options: [{ text: 'Yes' }, { text: 'Yes' }] }]],
  [[{ ...one, options: undefined }]],
  [[text, text]],
  [[{ ...text, key: 'Not a key' }]],
  [[{ ...text, else: 1 }]],
])('%j are no questions', (value) =>
  expect(() => questionsOf(value, 'items.0.questions')).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ path: 'items.0.questions' })] }),
  ),
)
