import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { world, type World } from '#test/world/world.ts'
import { random } from '../../server/modules/duplicates/engine/random.ts'
import { recordWith, referring, targetOf, turn, withOwnRelations, type Relation } from './relations.ts'

describe.each(['contact', 'account', 'lead'])(
  'merge of %ss, over every relation of the catalogue',
  (name) => {
    let w: World
    let relations: Relation[]
    beforeAll(async () => {
      w = await world()
      relations = await withOwnRelations(w, name)
      await w.kolo.call(w.system, 'pipeline.create', { items: [{ name: 'P', isDefault: true }] })
      const pipeline = (await w.kolo.list(w.system, 'pipeline', {})).items[0]!.id
      await w.kolo.call(w.system, 'stage.create', {
        items: [{ name: 'S', pipeline, position: 1, outcome: 'open' }],
      })
    })
    afterAll(() => w.close())

    test('there are relations to try', () => {
      expect(relations.length).toBeGreaterThan(6)
    })

    test.each([1, 2, 3, 4, 5, 6])('merged, edited, undone: nothing is lost (%i)', async (seed) => {
      const chance = random(seed)
      const pick = <T>(list: readonly T[]) => list[chance.below(list.length)]!
      const e = w.kolo.entity(name)
      const subject = async (n: number) =>
        recordWith(w, e, {
          emails: [{ value: `s${seed}x${n}@example.com`, primary: true }],
          phones: [{ value: `+38067${1000000 + seed * 100 + n}`, primary: true }],
          description: `About ${n}`,
          tags: [`tag${n}`, 'common'],
          code: `code ${seed} ${n}`,
        })
      const ids = [await subject(1), await subject(2), await subject(3)]
      const other = await subject(4)
      const [into, ...from] = ids as [string, string, string]
      const before = await Promise.all(ids.map((id) => w.kolo.get(w.system, name, id)))

      // Every relation from new records, and from the merged ones to each other.
      const linked: { relation: Relation; id: string; to: string }[] = []
      for (const relation of relations)
        for (const to of [...ids, pick(ids)]) {
          const id = await recordWith(w, w.kolo.entity(relation.entity), referring(relation, to))
          linked.push({ relation, id, to })
        }
      const own = relations.filter((r) => r.entity === name)
      for (const relation of own)
        for (const [id, to] of [
          [into, from[0]],
          [from[1], into],
        ] as const) {
          await turn(w, relation, id!, to!)
          linked.push({ relation, id: id!, to: to! })
        }

      const { merge } = await w.kolo.call(w.system, `${name}.merge`, { into, from })
      for (const { relation, id, to } of linked) {
        const expected = id === into ? null : from.includes(id) ? to : into
        expect([relation, await targetOf(w, relation, id)]).toEqual([relation, expected])
      }
      const survivor = await w.kolo.get(w.system, name, into)
      expect((survivor['emails'] as { value: string }[]).map((x) => x.value)).toHaveLength(3)
      expect((survivor['tags'] as string[]).toSorted()).toEqual(['common', 'tag1', 'tag2', 'tag3'])
      expect(survivor['description']).toBe('About 1\n\nAbout 2\n\nAbout 3')

      // Edits of every sort: links turned elsewhere, the survivor changed, new links made.
      const edited = new Map<number, string>()
      for (const [i, { relation, id }] of linked.entries())
        if (chance.below(4) === 0 && !ids.includes(id)) {
          await turn(w, relation, id, other)
          edited.set(i, other)
        }
      await w.kolo.call(w.system, `${name}.update`, {
        items: [
          {
            id: into,
            description: 'Rewritten',
            phones: [...(survivor['phones'] as object[]), { value: '+380671112233' }],
          },
        ],
      })
      const later = await recordWith(w, w.kolo.entity(relations[0]!.entity), referring(relations[0]!, into))

      await w.kolo.call(w.system, 'merge.undo', { merge })
      for (const [i, { relation, id, to }] of linked.entries())
        expect([relation, await targetOf(w, relation, id)]).toEqual([relation, edited.get(i) ?? to])
      expect(await targetOf(w, relations[0]!, later)).toBe(into)
      const after = await Promise.all(ids.map((id) => w.kolo.get(w.system, name, id)))
      for (const [i, record] of after.entries()) {
        const { revision: _, updatedAt: _at, updatedBy: _by, ...now } = record
        const { revision: _r, updatedAt: _a, updatedBy: _b, ...was } = before[i]!
        const links = Object.fromEntries(
          own.filter((r) => !r.field.startsWith('custom.')).map((r) => [r.field, now[r.field]]),
        )
        const expected: Record<string, unknown> = {
          ...was,
          ...links,
          ...('custom' in now ? { custom: now['custom'] } : {}),
        }
        if (i === 0) {
          expected['description'] = 'Rewritten'
          expected['phones'] = [...(was['phones'] as object[]), { value: '+380671112233' }]
        }
        expect(now).toEqual(expected)
      }
      await expect(w.kolo.call(w.system, 'merge.undo', { merge })).rejects.toThrow(/undone/)
    })
  },
)
