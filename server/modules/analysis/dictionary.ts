import sql, { join, raw } from 'sql-template-tag'
import { copied } from '#core/copied.ts'
import { Joins } from '#core/expression.ts'
import { between, bytesOf, textOf, wordsIn, type Column } from './columns.ts'
import type { Asker } from './kept.ts'
import { Ids, isNobody, wordsOf } from './ids.ts'
import { valueOf, type House } from './reach.ts'

/** What each client or product has: the place among `values` of that of each id. */
export type LookUp = { ids: Ids; values: (string | null)[]; at: number[] }

export async function lookedUp(
  c: Asker,
  house: House,
  { entity, path }: { entity: string; path: string },
): Promise<LookUp> {
  const e = house.entityOf(entity)
  const joins = new Joins(house.entityOf, house.rights)
  const value = valueOf(joins.resolve(e, path))
  const [ids, known] = [new Ids(), new Map<string, number>()]
  const at: number[] = []
  await copied(
    c.tx,
    sql`select string_agg(uuid_send(t.id), ''::bytea), string_agg(${bytesOf(value)}, ${between})
      from ${raw(`"${e.table}" t`)} ${join([sql``, ...joins.joins], ' ')}`,
    ([all, texts]) => {
      if (!all || !texts) return
      const words = wordsOf(all)
      for (const [i, text] of wordsIn(texts).entries()) {
        const place = known.get(text) ?? known.size
        known.set(text, place)
        at[ids.place(words, i)] = place
      }
    },
  )
  return { ids, at, values: Array.from(known.keys(), textOf) }
}

/** The values of an axis in all columns. */
export class Dictionary {
  readonly values: (string | null)[] = []
  private texts = new Map<string | null, number>()
  private ids = new Ids()
  private ofIds: number[] = []
  private ofLookUp: number[]
  private lookUp: LookUp | null
  constructor(lookUp: LookUp | null = null) {
    this.lookUp = lookUp
    this.ofLookUp = lookUp?.values.map((v) => this.place(v)) ?? []
  }

  place(value: string | null): number {
    const known = this.texts.get(value)
    if (known !== undefined) return known
    this.texts.set(value, this.values.length)
    return this.values.push(value) - 1
  }
  /** The places of a column's own values. */
  places({ ids, values }: Column): Int32Array {
    if (!ids) return Int32Array.from(values!, (v) => this.place(this.lookUp ? null : v))
    const found = new Int32Array(ids.length / 4)
    for (let i = 0; i < found.length; i++)
      found[i] = isNobody(ids, i) ? this.place(null) : this.placeOf(ids, i)
    return found
  }
  private placeOf(ids: Uint32Array, at: number): number {
    if (this.lookUp) return this.ofLookUp[this.lookUp.at[this.lookUp.ids.find(ids, at)]!] ?? this.place(null)
    const place = this.ids.place(ids, at)
    return (this.ofIds[place] ??= this.values.push(this.ids.text(place)) - 1)
  }
}
