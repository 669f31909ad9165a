import type { Actor } from '../actor.ts'
import type { Told } from '../catalogue.ts'
import type { Entity } from '../entity.ts'
import type { Kolo } from '../kolo.ts'
import type { Reference } from '../kinds/index.ts'
import type { Item } from '../reading.ts'
import { sentence, type Locale, type Text } from '../text.ts'

const stock: Record<string, Text> = {
  created: { en: 'created', uk: 'створено' },
  updated: { en: 'changed', uk: 'змінено' },
  deleted: { en: 'moved to the bin', uk: 'переміщено до кошика' },
  restored: { en: 'taken out of the bin', uk: 'повернено з кошика' },
}

type Fact = {
  name: string
  operation: string | null
  payload: unknown
  changes: Record<string, [unknown, unknown]>
}

/** How an event is told: as its module says, else as everybody knows it, else by what was done. */
export function saidOf(kolo: Kolo, { locale }: Actor, e: Entity, fact: Fact) {
  const told: Told | undefined = kolo.catalogue.told.get(fact.name) ?? undefined
  const verb = fact.name.slice(fact.name.lastIndexOf('.') + 1)
  const operation = fact.operation ? kolo.catalogue.operations.get(fact.operation) : undefined
  const text =
    told?.text ??
    (Object.hasOwn(stock, verb) ? stock[verb] : undefined) ??
    (operation && !operation.stock ? operation.summary : undefined)
  const detail = told?.detail?.(fact, locale)
  return {
    text: text?.[locale] ?? sentence(verb).toLowerCase(),
    ...(detail ? { detail } : {}),
    icon: told?.icon ?? e.icon,
    // What a change changed says enough.
    shows: verb === 'updated' ? [] : (e.shows ?? []),
  }
}

export function titleIn(e: Entity, record: Item, locale: Locale): string | null {
  const isElse = e.titleElse !== null && (record[e.title] ?? null) === null
  const key = isElse ? e.titleElse! : e.title
  const value = record[key]
  if (value === null || value === undefined) return null
  const field = e.fields[key]!
  return field.entity ? (value as Reference).title : field.kind.format(value, locale, field)
}
