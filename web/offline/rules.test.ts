import { describe, expect, test } from 'vitest'
import { ApiError, Unreachable } from '../api.ts'
import { asWritten, isOld, most, nextOf, ofUser, outcomeOf, textOf, whyNotKeep, withText } from './rules.ts'
import type { Waiting } from './rules.ts'

const waiting = (number: number, more: Partial<Waiting> = {}): Waiting => ({
  number,
  user: 'me',
  key: `key ${number}`,
  kind: 'note',
  path: 'comments',
  body: { body: 'text' },
  about: { entity: 'account', id: 'A', title: 'Daisy' },
  writtenAt: '2026-11-26T10:00:00Z',
  ...more,
})
const problem = { code: 'refused', text: 'No' } as const

test('only one’s own is seen, in the order in which it was written', () => {
  const all = [waiting(3), waiting(2, { user: 'other' }), waiting(1)]
  const numbers = (user: string | null) => ofUser(all, user).map((w) => w.number)
  expect([numbers('me'), numbers('other'), numbers(null)]).toEqual([[1, 3], [2], []])
})

test.each([
  ['nothing waits', [], null],
  ['the oldest goes first', [waiting(1), waiting(2)], 1],
  ['what was refused lets the others pass', [waiting(1, { problem }), waiting(2)], 2],
  ['what was refused is not sent again by itself', [waiting(1, { problem })], null],
])('%s', (_, own, number) => expect(nextOf(own)?.number ?? null).toBe(number))

describe('what an attempt has come to', () => {
  const reused = { errors: [{ path: 'Idempotency-Key', message: '', code: 'key_reused' }] }
  test.each([
    ['no answer', new Unreachable(), 'later'],
    ['a page of some hotel in place of an answer', new SyntaxError('<'), 'later'],
    ['its key was used: an earlier attempt arrived', new ApiError(400, reused), 'done'],
    ['nobody is signed in, or somebody else', new ApiError(401, {}), 'stranger'],
    ['a value does not read', new ApiError(400, {}), 'refused'],
    ['rights have changed', new ApiError(403, {}), 'refused'],
    ['the record is gone', new ApiError(404, {}), 'refused'],
    ['it was done already by somebody', new ApiError(409, {}), 'refused'],
    ['somebody else changed it', new ApiError(412, {}), 'refused'],
    ['the server has broken on it', new ApiError(500, {}), 'refused'],
    ['too much at once', new ApiError(429, {}), 'later'],
    ['the server is down behind its proxy', new ApiError(502, {}), 'later'],
    ['it is starting', new ApiError(503, {}), 'later'],
  ] as const)('%s', (_, error, outcome) => expect(outcomeOf(error)).toBe(outcome))
})

test.each([
  [undefined, false],
  ['2026-11-26T10:00:00Z', false],
  ['2026-11-25T17:00:00Z', false],
  // The server forgets keys after a day: sent again it could be done twice.
  ['2026-11-25T15:00:00Z', true],
])('first sent at %s without an answer, looked at by a person: %s', (sentAt, old) =>
  expect(isOld(sentAt, Date.parse('2026-11-26T12:00:00Z'))).toBe(old),
)

describe('what may wait on a device', () => {
  const photo = (size: number) => ({ file: { name: 'p.jpg', bytes: { size } as Blob } })
  const times = <T>(n: number, one: T) => Array.from({ length: n }, () => one)
  test.each([
    ['a note among few', [], {}, null],
    ['the hundredth', times(most.writes - 1, {}), {}, null],
    ['one more than a hundred', times(most.writes, {}), {}, 'full'],
    ['a photo', [], photo(most.file), null],
    ['a film', [], photo(most.file + 1), 'large'],
    ['more photos than there is room for', times(5, photo(most.file)), photo(1), 'heavy'],
    ['a note beside them', times(5, photo(most.file)), {}, null],
  ] as const)('%s', (_, all, added, why) => expect(whyNotKeep(all, added)).toBe(why))
})

test.each([
  ['comments', { body: 'a', record: 1 }, { body: 'b', record: 1 }],
  ['operations/activity.complete', { id: 1, result: 'a' }, { id: 1, result: 'b' }],
  ['attachments', { name: 'a' }, { name: 'a' }],
] as const)('the text of %s is mended', (path, body, mended) => {
  expect(withText({ path, body }, 'b').body).toEqual(mended)
  expect(textOf({ path, body })).toBe(path === 'attachments' ? null : 'a')
})

test('what waits to be completed is shown as done; of a series, that one only', () => {
  const day = [
    { id: 'V', status: 'planned' },
    { id: 'S', status: 'planned', occursAt: 'Thu' },
    { id: 'S', status: 'planned', occursAt: 'Fri' },
  ]
  const done = (body: object, more: Partial<Waiting> = {}) =>
    waiting(1, { kind: 'complete', body: body as never, ...more })
  const after = (...some: Waiting[]) => asWritten(day, some).map((a) => a.status)
  expect(after(done({ id: 'V' }))).toEqual(['done', 'planned', 'planned'])
  expect(after(done({ id: 'S', occursAt: 'Fri' }))).toEqual(['planned', 'planned', 'done'])
  expect(after(done({ id: 'V' }, { problem }))).toEqual(['planned', 'planned', 'planned'])
})
