import type { Actor } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Locale } from '#core/text.ts'
import { inLocale } from './messages.ts'
import type { Undone } from './settings.ts'
import type { Run } from './ledger.ts'
import { keysOf } from './matching/match-columns.ts'
import { pathOf, targetsOf } from './matching/targets.ts'

/** A run as the screen shows it: what was decided, what may be, how far it is. */
export async function shownRun(kolo: Kolo, actor: Actor, run: Run) {
  const { settings: s, result, atLine, path: _path, ...rest } = run
  const e = kolo.entity(run.entity)
  const targets = targetsOf(kolo, actor, e)
  const matched = new Set(s.columns.flatMap((c) => (c.field ? [pathOf(c.field).base] : [])))
  const { options, ...shown } = s
  const counts = run.status === 'checking' ? result.check : result.counts
  return {
    ...rest,
    ...shown,
    warnings: s.warnings.map((w) => inLocale(w, actor.locale)),
    problem: run.problem === null ? null : inLocale(run.problem, actor.locale),
    sheet: options.sheet ?? null,
    options,
    targets: targets.map(({ path, label, kind, required }) => ({
      field: path,
      label: label[actor.locale],
      kind,
      required,
    })),
    required: [
      ...targets.filter((t) => t.required && !matched.has(t.base)).map((t) => t.path),
      ...(e.oneOf.some((key) => matched.has(key)) ? [] : e.oneOf),
    ],
    keys: keysOf(e, s.columns),
    updates: 'merge' as const,
    ...(result.check ? { check: result.check } : {}),
    ...(result.counts ? { counts: result.counts } : {}),
    ...(result.undo ? { undo: saidUndo(result.undo, actor.locale) } : {}),
    progress: {
      done: counts?.total ?? 0,
      total: result.check && run.status !== 'checking' ? result.check.total : null,
      line: atLine,
    },
  }
}

const saidUndo = (undo: Undone, locale: Locale): Undone => ({
  ...undo,
  kept: undo.kept.map((k) => ({ ...k, reason: inLocale(k.reason, locale) })),
})
