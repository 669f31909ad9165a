import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { importWorld, type ImportWorld } from './import-world.ts'

let w: ImportWorld
let admin: Actor
beforeAll(async () => {
  w = await importWorld()
  admin = await w.asRole('administrator')
})
afterAll(() => w.close())

describe('over HTTP', () => {
  const upload = (actor: Actor, content: string, entity: string, options?: object) => {
    const form = new FormData()
    form.set('file', new File([content], 'list.csv'))
    form.set('entity', entity)
    if (options) form.set('options', JSON.stringify(options))
    return w.ask(actor, 'POST', '/imports', form)
  }
  const settled = async (id: string) => {
    for (;;) {
      const { json } = await w.ask(admin, 'GET', `/imports/${id}`)
      if (!['checking', 'running', 'stopping', 'undoing'].includes(json.status)) return json
      await new Promise((done) => setTimeout(done, 50))
    }
  }

  it('upload, decide, check, run, undo', async () => {
    const made = await upload(admin, 'Назва;Щось\nHttp one;h1\n', 'account')
    expect(made.status).toBe(201)
    expect(made.json).toMatchObject({
      status: 'ready',
      delimiter: ';',
      header: ['Назва', 'Щось'],
      sample: [['Http one', 'h1']],
      required: [],
      key: ['name'],
    })
    const { id, columns } = made.json
    expect(columns).toEqual([
      { column: 'Назва', field: 'name' },
      { column: 'Щось', field: null },
    ])
    const decided = await w.ask(admin, 'PUT', `/imports/${id}`, {
      columns: [columns[0], { column: 'Щось', field: 'code' }],
      key: ['code'],
    })
    expect(decided.json).toMatchObject({ key: ['code'], keys: ['code', 'name'] })
    expect((await w.ask(admin, 'POST', `/imports/${id}/check`)).status).toBe(202)
    expect(await settled(id)).toMatchObject({ status: 'checked', check: { new: 1 } })
    await w.ask(admin, 'POST', `/imports/${id}/run`)
    expect(await settled(id)).toMatchObject({
      status: 'done',
      counts: { new: 1 },
      progress: { done: 1, total: 1 },
    })
    expect((await w.ask(admin, 'POST', `/imports/${id}/run`)).status).toBe(409)
    await w.ask(admin, 'POST', `/imports/${id}/undo`)
    expect(await settled(id)).toMatchObject({ status: 'undone', undo: { gone: 1, kept: [] } })
    expect((await w.ask(admin, 'GET', '/imports')).json.items[0].id).toBeDefined()
    expect((await w.ask(admin, 'DELETE', `/imports/${id}`)).status).toBe(204)
  })

  it.each([
    ['an empty file', '', 'contact', 400],
    ['no columns', ',,\n1,2,3', 'contact', 400],
    ['an unknown entity', 'a\n1', 'nonsense', 400],
  ])('refuses %s', async (_, content, entity, status) => {
    const answer = await upload(admin, content, entity)
    expect([answer.status, answer.json.errors.length]).toEqual([status, 1])
  })

  it('speaks the language of whoever asks', async () => {
    const olha = { ...admin, locale: 'uk' as const }
    const broken = await upload(olha, 'a,b\n1,"x', 'account')
    expect(broken.json.warnings).toEqual([])
    const run = await w.take(olha, 'name,code,industry,employees\nA,l1,Nonsense,1\nB,l2,,x\n"C,l3,,\n', {
      entity: 'account',
      dryRun: true,
    })
    expect(run.result.check!.samples.refused.map((r) => r.reason)).toEqual([
      '«Nonsense» немає серед варіантів.',
      '«x» — не число.',
      'лапки відкрито й не закрито.',
    ])
    expect((await upload(olha, '"a,b\n', 'account')).json.errors[0].message).toBe(
      'Рядок 1: лапки відкрито й не закрито.',
    )
  })

  it('answers wrong requests with what is wrong', async () => {
    const { json } = await upload(admin, 'name\nX\n', 'account')
    expect(
      (await w.ask(admin, 'PUT', `/imports/${json.id}`, { columns: [{ column: 'name', field: 'team2' }] }))
        .status,
    ).toBe(400)
    expect((await w.ask(admin, 'PUT', `/imports/${json.id}`, { key: ['code'] })).status).toBe(400)
    expect((await w.ask(admin, 'PUT', `/imports/${json.id}`, { nonsense: 1 })).status).toBe(400)
    expect((await w.ask(admin, 'GET', '/imports/abc')).status).toBe(404)
    expect((await w.ask(admin, 'POST', '/imports', { file: 1 })).status).toBe(400)
    expect(w.faults).toEqual([])
  })
})
