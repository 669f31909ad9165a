import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Forbidden, Invalid, Missing, Refused } from '#core/error.ts'
import { catalogueView } from '#doors/http/catalogue-view.ts'
import { exportList } from '#doors/export/index.ts'
import { toolsFor } from '#doors/mcp/tools.ts'
import { assemble, builtIn, ofEach, plans, type Cast, type Player } from './cast.ts'
import { leaks, rightOn, sees } from './rules.ts'

// The doors that give much at once: what they give is his, and all of it.

let cast: Cast
beforeAll(async () => void (cast = await assemble()), 400_000)
afterAll(() => cast.close())

const refused = (error: unknown) => {
  // An operation's own refusal too: it says nothing of anybody's records.
  if ([Forbidden, Missing, Invalid, Refused].some((kind) => error instanceof kind)) return undefined
  throw error
}

describe.each([...builtIn, ...Object.keys(plans)])('%s', (role) => {
  let player: Player
  beforeAll(() => void (player = cast.players.find((p) => p.actor.role === role)!))
  const entities = () => [...cast.kolo.allEntities()]
  const strange = (shown: unknown) => leaks(shown ?? null, cast.things, player.rights, player.actor)

  test('export holds the rows he sees, for whom may export', async () => {
    await ofEach(entities(), async (e) => {
      const lines = await exportList(cast.kolo, player.actor, e.name, {}).catch(refused)
      const may = rightOn(player.rights, cast.of(e)[0]!).export
      expect([e.name, Boolean(lines)]).toEqual([e.name, may])
      if (!lines) return
      let text = ''
      for await (const line of lines) text += String(line)
      expect([e.name, strange(text)]).toEqual([e.name, []])
      const his = cast.of(e).filter((t) => !t.binned && sees(player.rights, t, player.actor))
      expect([
        e.name,
        his.filter((t) => !text.includes(t.mark) && e.fields[e.title]!.kind.name === 'text'),
      ]).toEqual([e.name, []])
    })
  })

  test('the tools of an agent show what he sees, and write what he may write', async () => {
    const tools = toolsFor(cast.kolo, player.actor)
    const asked: Record<string, object[]> = {
      list: entities().map((e) => ({ entity: e.name, limit: 200 })),
      search: [{ text: 'zq' }, { query: 'zq' }],
      read: entities().map((e) => ({ entity: e.name, ids: cast.near(player, e).map((t) => t.id) })),
      describe: entities().map((e) => ({ entity: e.name })),
    }
    const run = async (tool: (typeof tools)[number], input: object) =>
      Promise.resolve(tool.run(input)).catch(refused)
    for (const tool of tools.filter((t) => t.effect === 'read'))
      await ofEach(asked[tool.name.replace(/_records?$/, '')] ?? [{}], async (input) =>
        expect([tool.name, input, strange(await run(tool, input))]).toEqual([tool.name, input, []]),
      )
    for (const tool of tools.filter((t) => t.effect === 'write'))
      await ofEach(entities(), async (e) => {
        const t = cast.near(player, e).find((x) => !sees(player.rights, x, player.actor))
        if (!t) return
        const input = { entity: e.name, action: 'delete', ids: [t.id], id: t.id }
        expect([tool.name, e.name, await run(tool, input)]).toEqual([tool.name, e.name, undefined])
      })
  })

  test('his catalogue names no entity and no field that is hidden from him', () => {
    const view = catalogueView(cast.kolo, player.actor)
    for (const [name, e] of Object.entries(view.entities)) {
      const right = player.rights[name]
      expect([name, right?.read === undefined || right.read === 'none']).toEqual([name, false])
      for (const key of Object.keys(e.fields))
        expect([name, key, right?.fields[key] === 'none']).toEqual([name, key, false])
    }
  })
})
