import type { Tx } from '#core/database.ts'
import { isId } from '#core/id.ts'
import type { Kolo } from '#core/kolo.ts'
import { normalise } from '#core/search.ts'
import { titleIn } from '#core/timeline/telling.ts'
import { allOf, findBy, type Known } from './find.ts'
import { nearest } from './near.ts'

/** Up to so many records of an entity are kept at hand; of more, each batch asks for those it names. */
const few = 20_000
const remembered = 100_000
const most = 200_000

type Names = Map<string, Set<string>>

/** What texts in a file refer to, for one run. */
export class References {
  private kolo: Kolo
  private whole = new Map<string, { names: Names; records: Known[] } | null>()
  private asked = new Map<string, Names>()

  constructor(kolo: Kolo) {
    this.kolo = kolo
  }

  /** Finds the records that texts name. After it `find` knows them. */
  async load(tx: Tx, wanted: Map<string, Set<string>>): Promise<void> {
    for (const [entity, texts] of wanted) {
      const e = this.kolo.entity(entity)
      if (!this.whole.has(entity)) {
        const records = await allOf(this.kolo, tx, e, few)
        this.whole.set(entity, records && { names: indexOf(records), records })
      }
      if (this.whole.get(entity)) continue
      const known = this.asked.get(entity) ?? new Map<string, Set<string>>()
      if (known.size > remembered) known.clear()
      this.asked.set(entity, known)
      const unknown = [...texts].filter((t) => !known.has(normalise(t)))
      for (const t of unknown) known.set(normalise(t), new Set())
      for (const key of new Set([...e.keys, e.title]))
        for (const [text, found] of await findBy(this.kolo, tx, e, key, unknown))
          for (const { id } of found) known.get(text)?.add(id)
    }
  }

  /** The ids of the records called so: one, none, or too many. */
  find(entity: string, text: string): string[] {
    if (isId(text.toLowerCase())) return [text.toLowerCase()]
    const names = this.whole.get(entity)?.names ?? this.asked.get(entity)
    return [...(names?.get(normalise(text)) ?? [])]
  }

  /** Has anything named records of this entity yet? */
  knows = (entity: string) => this.whole.has(entity) || this.asked.has(entity)

  /** A record was made since. */
  learn(entity: string, id: string, names: readonly string[]): void {
    const whole = this.whole.get(entity)
    if (whole) whole.records.push({ id, title: names[0] ?? null, names: names.map(normalise) })
    // A file that makes very many of them itself: from here on each batch asks for those it names.
    if (whole && whole.records.length > most) this.whole.set(entity, null)
    const index = whole?.names ?? this.asked.get(entity)
    for (const name of names.map(normalise)) index?.set(name, (index.get(name) ?? new Set()).add(id))
  }

  /** What a transaction made and did not keep must not be remembered. */
  forget(): void {
    this.whole.clear()
    this.asked.clear()
  }

  /** Records that a text that names none may mean. */
  async proposals(tx: Tx, entity: string, text: string) {
    const e = this.kolo.entity(entity)
    const known =
      this.whole.get(entity)?.records ??
      (await this.kolo.readIn(tx, entity, await this.alike(tx, entity, text), [e.title])).map((item) => {
        const title = titleIn(e, item, 'en') ?? ''
        return { id: item.id, title, names: [title] }
      })
    return nearest(
      text,
      known.map((k) => ({ value: k.id, title: k.title ?? '', names: k.names })),
    )
  }

  private async alike(tx: Tx, entity: string, text: string): Promise<string[]> {
    const word = normalise(text)
      .split(' ')
      .toSorted((a, b) => b.length - a.length)[0]
    const { items } = await this.kolo.search(tx.actor, word ?? '', 50, [entity])
    return items.map((i) => i.id)
  }
}

function indexOf(records: readonly Known[]): Names {
  const names: Names = new Map()
  for (const { id, names: own } of records)
    for (const name of own) names.set(name, (names.get(name) ?? new Set()).add(id))
  return names
}
