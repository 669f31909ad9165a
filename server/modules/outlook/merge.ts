import { createHash } from 'node:crypto'

export type Fields = Record<string, unknown>
/** One item as one side has it: itself, and the instances of a series that differ, by when they would have been. */
export type Side = { whole: Fields; parts: Record<string, Fields> }

type Prints = Record<string, string>
/** What a side was when both last agreed: enough to tell what has changed since, and nothing of what it says. */
export type Print = { whole: Prints; parts: Record<string, Prints> }
export type Base = { ours: Print; theirs: Print }

/** What changes together: a new start belongs to its end. */
const groups: readonly (readonly string[])[] = [
  ['startsAt', 'endsAt', 'dueAt', 'isAllDay', 'timeZone'],
  ['repeat', 'extraTimes'],
  ['status', 'doneAt'],
]
const groupOf = (key: string) => groups.find((g) => g.includes(key)) ?? [key]
const groupsIn = (...all: Fields[]) => [
  ...new Map(all.flatMap((f) => Object.keys(f)).map((key) => [groupOf(key)[0]!, groupOf(key)])),
]

const empty = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
const valuesOf = (f: Fields, keys: readonly string[]) => keys.map((key) => (empty(f[key]) ? null : f[key]))
const printOfValues = (values: readonly unknown[]) =>
  values.every((v) => v === null)
    ? ''
    : createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 16)

const printOfFields = (f: Fields): Prints =>
  Object.fromEntries(groupsIn(f).map(([name, keys]) => [name, printOfValues(valuesOf(f, keys))]))

export const printOf = ({ whole, parts }: Side): Print => ({
  whole: printOfFields(whole),
  parts: Object.fromEntries(Object.entries(parts).map(([at, f]) => [at, printOfFields(f)])),
})

/** The groups in which fields are no more what they were; each by its first key. */
export function changedSince(before: Prints | undefined, now: Fields): string[] {
  const prints = printOfFields(now)
  return Object.keys(prints).filter((name) => prints[name] !== (before?.[name] ?? ''))
}

export const keysOf = (names: readonly string[]) => names.flatMap((name) => [...groupOf(name)])

export type Difference = { at: string | null; name: string; ours: unknown; theirs: unknown }
export type Merged = {
  /** Ours, with what only they have changed. */
  next: Side
  isTaken: boolean
  /** Changed on both sides, each in its own way: ours stays, and goes there. */
  conflicts: Difference[]
  /** What both agree on, once `after` is what ours has become. */
  settled(after: Side): Base
}

type Fate = 'ours' | 'theirs' | 'same'

/** What becomes of each group of fields. Two that meet for the first time only fill each other's gaps. */
function fates(base: { ours: Prints; theirs: Prints } | null, ours: Fields, theirs: Fields) {
  const [o, t] = [printOfFields(ours), printOfFields(theirs)]
  return groupsIn(ours, theirs).map(([name, keys]) => {
    const [a, b] = [o[name] ?? '', t[name] ?? '']
    const was = base ?? { ours: { [name]: b ? a : '' }, theirs: { [name]: a ? b : '' } }
    const isTheirs = b !== (was.theirs[name] ?? '')
    const isOurs = a !== (was.ours[name] ?? '')
    const fate: Fate = !isTheirs ? (isOurs ? 'ours' : 'same') : isOurs && a !== b ? 'ours' : 'theirs'
    return { name, keys, fate, isConflict: isTheirs && isOurs && a !== b, before: was.ours[name] ?? '' }
  })
}

/** Brings together what both sides have changed since they agreed, field by field. */
export function merge(base: Base | null, ours: Side, theirs: Side): Merged {
  const conflicts: Difference[] = []
  let isTaken = false
  const kept: { at: string | null; name: string; print: string }[] = []
  const mergedFields = (
    at: string | null,
    was: { ours: Prints; theirs: Prints } | null,
    a: Fields,
    b: Fields,
  ) => {
    const next = { ...a }
    for (const { name, keys, fate, isConflict, before } of fates(was, a, b)) {
      if (isConflict) conflicts.push({ at, name, ours: valuesOf(a, keys), theirs: valuesOf(b, keys) })
      if (fate === 'theirs') {
        isTaken = true
        for (const key of keys) next[key] = b[key] ?? null
      } else kept.push({ at, name, print: before })
    }
    return next
  }
  const whole = mergedFields(
    null,
    base && { ours: base.ours.whole, theirs: base.theirs.whole },
    ours.whole,
    theirs.whole,
  )
  const parts: Record<string, Fields> = {}
  for (const at of new Set([...Object.keys(ours.parts), ...Object.keys(theirs.parts)])) {
    const [a, b] = [ours.parts[at], theirs.parts[at]]
    const [was, there] = [base?.ours.parts[at], base?.theirs.parts[at]]
    if (a && b) parts[at] = mergedFields(at, was && there ? { ours: was, theirs: there } : null, a, b)
    else if (a) {
      // Theirs is an instance like the others again: so is ours, unless we have changed it.
      if (!there || changedSince(was, a).length) parts[at] = a
      else isTaken = true
    } else if (b && (!there || changedSince(there, b).length)) {
      parts[at] = b
      isTaken = true
    }
  }
  return {
    next: { whole, parts },
    isTaken,
    conflicts,
    settled(after) {
      const ours = printOf(after)
      for (const { at, name, print } of kept) {
        const side = at === null ? ours.whole : ours.parts[at]
        if (side) side[name] = print
      }
      // What we have and they have not is still to be sent.
      for (const at of Object.keys(ours.parts))
        if (!theirs.parts[at] && !base?.ours.parts[at]) delete ours.parts[at]
      return { ours, theirs: printOf(theirs) }
    },
  }
}
