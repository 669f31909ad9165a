import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { assertPublic, publicLookup } from '#doors/webhook/address.ts'
import { post } from '#doors/webhook/post.ts'
import { restMs, verdict, waits } from '#doors/webhook/schedule.ts'
import { signature } from '#doors/webhook/signature.ts'
import { isAskedFor } from '#modules/workspace/index.ts'

describe('where a webhook may go', () => {
  const inside = [
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://localhost:5432/',
    'http://x.localhost/',
    'http://10.0.0.8/',
    'http://172.16.3.4/',
    'http://192.168.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://100.64.0.1/',
    'http://0.0.0.0/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[::1]/',
    'http://[::]/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
  ]
  test.each(inside)('not %s', (url) =>
    expect(() => assertPublic(new URL(url))).toThrow('inside this network'),
  )
  test.each(['https://93.184.216.34/', 'https://[2606:4700::1111]/', 'https://example.com/'])(
    'but %s',
    (url) => expect(() => assertPublic(new URL(url))).not.toThrow(),
  )
  test('a name is judged by what it stands for', async () => {
    const found = await new Promise((resolve) =>
      publicLookup('localhost', {}, (error) => resolve(error?.message)),
    )
    expect(found).toContain('inside this network')
  })
  test('and nothing is sent there', async () => {
    const outcome = await post('http://127.0.0.1:1/', {}, '{}', { timeoutMs: 500, allowPrivate: false })
    expect(outcome.error).toContain('inside this network')
  })
})

describe('an answer that is none', () => {
  const answered = async (talk: (socket: Socket) => void) => {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => talk(socket))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const outcome = await post(url, {}, '{}', { timeoutMs: 500, allowPrivate: true })
    server.close()
    return outcome
  }
  test.each<[string, (socket: Socket) => void]>([
    ['closes', (s) => s.end()],
    ['resets', (s) => s.resetAndDestroy()],
    ['speaks another language', (s) => s.end('SSH-2.0-OpenSSH\r\n')],
    [
      'upgrades',
      (s) => s.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
    ],
    ['begins and falls silent', (s) => s.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc')],
    ['begins and breaks', (s) => s.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc')],
    ['trickles', (s) => void setInterval(() => s.write('x'), 50).unref()],
    ['sends headers without end', (s) => s.write(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(20_000)}`)],
  ])('a receiver that %s is one that did not answer', async (_, talk) => {
    expect((await answered(talk)).error).toBeTruthy()
  })
})

describe('what follows from a try', () => {
  test.each([
    [1, 200, { kind: 'delivered' }],
    [11, 204, { kind: 'delivered' }],
    [1, 500, { kind: 'again', afterMs: 10_000 }],
    [2, undefined, { kind: 'again', afterMs: 30_000 }],
    [1, 302, { kind: 'again', afterMs: 10_000 }],
    [1, 410, { kind: 'failed' }],
    [waits.length, 500, { kind: 'again', afterMs: 12 * 3_600_000 }],
    [waits.length + 1, 500, { kind: 'failed' }],
  ] as const)('try %i answered %s', (tries, status, expected) =>
    expect(verdict(tries, status, 0, 0.5)).toEqual(expected),
  )

  test('a receiver may ask for more patience, up to a day', () => {
    expect(verdict(1, 429, 120, 0.5)).toEqual({ kind: 'again', afterMs: 120_000 })
    expect(verdict(1, 503, 1e9, 0.5)).toEqual({ kind: 'again', afterMs: 86_400_000 })
  })
  test('one that fails again and again is left in peace, longer each time', () => {
    expect([1, 2, 3, 4, 5, 20].map(restMs)).toEqual([0, 0, 10_000, 20_000, 40_000, 600_000])
  })
})

test('a receiver can check the signature with any HMAC', () => {
  const at = new Date('2026-11-23T10:00:00Z')
  const hex = createHmac('sha256', 'secret').update('1795428000.{"a":"ї"}').digest('hex')
  expect(signature('secret', '{"a":"ї"}', at)).toBe(`t=1795428000,v1=${hex}`)
})

test.each([
  [['*'], 'deal.won', true],
  [['deal.*'], 'deal.won', true],
  [['deal.won'], 'deal.won', true],
  [['deal.*'], 'dealer.won', false],
  [['deal'], 'deal.won', false],
  [['contact.*', 'deal.lost'], 'deal.won', false],
])('%j asks for %s: %s', (events, name, expected) => expect(isAskedFor(events, name)).toBe(expected))
