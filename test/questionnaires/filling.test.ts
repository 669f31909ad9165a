import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { world, type World } from '#test/world/world.ts'

let w: World
let admin: Actor
let seller: Actor
let other: Actor
const make = async (who: Actor, entity: string, item: object) =>
  (await w.kolo.call(who, `${entity}.create`, { items: [item] })).items[0]
const wrong = (run: Promise<unknown>) =>
  run.then(
    () => [],
    (e: { problems?: { path: string }[] }) => e.problems?.map((p) => p.path) ?? ['refused'],
  )

beforeAll(async () => {
  w = await world()
  admin = await w.asRole('administrator')
  seller = await w.asRole('sales', { team: await w.team() })
  other = await w.asRole('sales', { team: await w.team() })
})
afterAll(() => w.close())

test('filled in many times, by those who reach the record, in their own words and points', async () => {
  const options = [{ text: 'Yes', points: 2 }, { text: 'No' }]
  const of = await make(admin, 'questionnaire', {
    name: 'Need',
    entity: 'account',
    questions: [{ key: 'q1', text: 'Is it needed?', kind: 'one', isRequired: true, options }],
  })
  const { id } = await make(seller, 'account', { name: 'Client', owner: seller.user })
  const fill = (who: Actor, answers: object, record: object = { entity: 'account', id }) =>
    make(who, 'filledQuestionnaire', { questionnaire: of.id, record, answers })
  expect(await fill(seller, { q1: 'No' })).toMatchObject({ name: 'Need', score: 0, most: 2, percent: 0 })
  const second = await fill(seller, { q1: 'Yes' })
  expect(second).toMatchObject({ score: 2, percent: 100, said: [{ text: 'Is it needed?', answer: 'Yes' }] })
  expect(await wrong(fill(seller, {}))).toEqual(['items.0.answers.q1'])
  expect(await wrong(fill(seller, { q1: 'Yes' }, { entity: 'user', id: seller.user }))).toContain(
    'items.0.questionnaire',
  )
  const byScore = [
    'filledQuestionnaire.record',
    'some',
    {
      and: [
        ['questionnaire', 'is', of.id],
        ['percent', 'gte', 50],
      ],
    },
  ]
  const found = async (who: Actor) => (await w.kolo.list(who, 'account', { filter: byScore })).items.length
  expect(await found(seller)).toBe(1)
  // What is not his to see is neither read nor told of by a filter.
  expect((await w.kolo.list(other, 'filledQuestionnaire', {})).items).toEqual([])
  expect(await wrong(fill(other, { q1: 'Yes' }))).not.toEqual([])

  // New words do not change what was said; answers set right are judged by the new ones.
  const questions = [{ key: 'q1', text: 'Still?', kind: 'scale', from: 0, to: 10 }]
  await w.kolo.call(admin, 'questionnaire.update', { items: [{ id: of.id, questions, isOff: true }] })
  expect((await w.kolo.get(seller, 'filledQuestionnaire', second.id))['said']).toMatchObject([
    { text: 'Is it needed?' },
  ])
  const change = (item: object) =>
    w.kolo.call(seller, 'filledQuestionnaire.update', { items: [{ id: second.id, ...item }] })
  expect((await change({ note: 'x' })).items[0]).toMatchObject({ score: 2 })
  expect((await change({ answers: { q1: 7 } })).items[0]).toMatchObject({ score: 7, most: 10, percent: 70 })
  expect(await wrong(fill(seller, { q1: 7 }))).toEqual(['items.0.questionnaire'])
})
