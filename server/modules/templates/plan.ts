import { nothing, type Rights } from '#core/access.ts'
import type { Entity } from '#core/entity.ts'
import { Invalid } from '#core/error.ts'
import { Joins } from '#core/expression.ts'
import type { Field } from '#core/kind.ts'
import type { Kolo } from '#core/kolo.ts'
import { formats, type Format } from './shown.ts'
import type { Tag } from './tags.ts'

/** A field that a tag names, and how it is to be written. */
export type Named = { tag: string; path: string; field: Field; format: Format | null }
/** A condition: the field has something in it, or is (not) this. */
export type Asked = {
  tag: string
  path: string
  field: Field | null
  is: { value: string; not: boolean } | null
}
/** Records that refer to this one by `by`. */
export type Loop = { tag: string; entity: Entity; by: string; scope: Scope }
/** What is wanted of one record. */
export type Scope = { entity: Entity; named: Named[]; asked: Asked[]; loops: Loop[] }
/** Of no record: the day, the document's own number, who makes it, our company. */
export type Plan = { root: Scope; own: { tag: string; name: string; format: Format | null }[] }

export const ownNames = ['today', 'document.number', 'document.version', 'me.name', 'index'] as const
/** Of our company, as it prints its papers. */
export const ours = 'ours'

export type WrongTag = { code: 'no_field' | 'no_format' | 'no_words' | 'too_deep'; tag: string }

const expression = /^([A-Za-z]\w*(?:\.\w+)*)\s*(?:\|\s*(\w+)|(!?=)\s*"?([^"]*?)"?)?$/

/** Entities whose records refer to this one, by what a template calls them. The lines of a document are `lines`. */
export function loopsOf(kolo: Kolo, e: Entity, rights: Rights): Map<string, { entity: Entity; by: string }> {
  const found = new Map<string, { entity: Entity; by: string }>()
  for (const other of kolo.allEntities()) {
    const right = rights[other.name] ?? nothing
    if (right.read === 'none' || other.follows) continue
    for (const [by, field] of Object.entries(other.fields)) {
      if (field.entity !== e.name || (right.fields[by] ?? 'write') === 'none') continue
      const name = other.name === `${e.name}Line` ? 'lines' : other.plural
      found.set(found.has(name) ? `${name}.${by}` : name, { entity: other, by })
    }
  }
  return found
}

/** What a template's tags want, under these rights: a field that they hide is not there. `wrong` lists the others. */
export function planOf(kolo: Kolo, root: Entity, rights: Rights, tags: readonly Tag[]) {
  const wrong: WrongTag[] = []
  const issuer = kolo.entity('issuer')
  const plan: Plan = { root: { entity: root, named: [], asked: [], loops: [] }, own: [] }
  const resolve = (e: Entity, path: string): Field | null => {
    try {
      return new Joins(kolo.entityOf, rights).resolve(e, path).field
    } catch (error) {
      if (error instanceof Invalid) return null
      throw error
    }
  }
  const name = (tag: string, path: string, format: Format | null, scopes: readonly Scope[]) => {
    const own = (ownNames as readonly string[]).includes(path)
    const our = path.startsWith(`${ours}.`) && resolve(issuer, path.slice(ours.length + 1))
    if ((own && (path !== 'index' || scopes.length > 1)) || our)
      return void plan.own.push({ tag, name: path, format })
    for (const scope of scopes.toReversed()) {
      const field = resolve(scope.entity, path)
      if (field) return void scope.named.push({ tag, path, field, format })
    }
    wrong.push({ code: 'no_field', tag })
  }
  const walk = (some: readonly Tag[], scopes: readonly Scope[]): void => {
    for (const { text, kind, inner } of some) {
      const [, path = '', format, sign, value] = expression.exec(text) ?? []
      if (!path) wrong.push({ code: 'no_words', tag: text })
      else if (kind === 'value') {
        if (sign || (format && !Object.hasOwn(formats, format))) wrong.push({ code: 'no_format', tag: text })
        else name(text, path, (format as Format | undefined) ?? null, scopes)
      } else part(text, path, sign ? { value: value!, not: sign === '!=' } : null, inner, scopes)
    }
  }
  const part = (
    tag: string,
    path: string,
    is: Asked['is'],
    inner: readonly Tag[],
    scopes: readonly Scope[],
  ) => {
    const scope = scopes.at(-1)!
    const loop = is ? undefined : loopsOf(kolo, scope.entity, rights).get(path)
    if (loop && scopes.length > 1) wrong.push({ code: 'too_deep', tag })
    else if (loop) {
      const known = scope.loops.find((l) => l.tag === tag)
      const rows: Scope = known?.scope ?? { entity: loop.entity, named: [], asked: [], loops: [] }
      if (!known) scope.loops.push({ tag, ...loop, scope: rows })
      walk(inner, [...scopes, rows])
    } else {
      const at = scopes.findLast((s) => resolve(s.entity, path))
      if (at) at.asked.push({ tag, path, field: resolve(at.entity, path), is })
      else wrong.push({ code: 'no_field', tag })
      walk(inner, scopes)
    }
  }
  walk(tags, [plan.root])
  return { plan, wrong }
}
