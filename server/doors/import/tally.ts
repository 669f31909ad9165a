import type { Outcome } from './batch.ts'
import { pathOf } from './matching/targets.ts'
import { noCounts, type Result, type Settings } from './settings.ts'

const fewSamples = 50

/** Counts what became of rows, and keeps a few of each as examples. */
export function tally(before?: Result) {
  let result: Result = before ?? noCounts()
  return {
    get result() {
      return result
    },
    /** What it would be with an outcome that is not committed yet. */
    with: (o: Outcome, s: Settings) => added(result, o, s),
    become(now: Result) {
      result = now
    },
    made(made: Outcome['made']) {
      result = { ...result, created: withMade(result.created, made) }
    },
  }
}

function added(r: Result, o: Outcome, s: Settings): Result {
  const taken = [...o.new, ...o.changed.map((c) => c.work), ...o.unchanged]
  const room = <T>(have: T[], more: T[]) => [...have, ...more.slice(0, Math.max(0, fewSamples - have.length))]
  return {
    total: r.total + taken.length + o.refused.length,
    new: r.new + o.new.length,
    changed: r.changed + o.changed.length,
    unchanged: r.unchanged + o.unchanged.length,
    refused: r.refused + o.refused.length,
    short: r.short + taken.filter((w) => w.short).length,
    without: withEmpty(r.without, taken, s),
    created: withMade(r.created, o.made),
    samples: {
      new: room(
        r.samples.new,
        o.new.slice(0, fewSamples).map((w) => ({ line: w.line, values: w.values })),
      ),
      changed: room(
        r.samples.changed,
        o.changed.slice(0, fewSamples).map(({ work: _work, ...c }) => c),
      ),
      refused: room(
        r.samples.refused,
        o.refused
          .toSorted((a, b) => a.line - b.line)
          .slice(0, fewSamples)
          .map((w) => ({
            line: w.line,
            column: w.troubles[0]?.column ?? columnOf(s, w.troubles[0]?.field),
            reason: w.troubles.map((t) => t.reason).join(' '),
            cells: w.cells,
          })),
      ),
    },
  }
}

export const columnOf = (s: Settings, field: string | undefined) =>
  field ? (s.columns.find((c) => c.field && pathOf(c.field).base === field)?.column ?? null) : null

const withMade = (created: Record<string, number>, made: Outcome['made']) => {
  const out = { ...created }
  for (const { entity } of made) out[entity] = (out[entity] ?? 0) + 1
  return out
}

/** Rows whose cell of a reference is empty: taken in, and shown to be without. */
function withEmpty(
  before: Record<string, number>,
  taken: Outcome['new'],
  s: Settings,
): Record<string, number> {
  const out = { ...before }
  for (const c of s.columns) {
    const at = c.column && c.field ? s.header.indexOf(c.column) : -1
    if (at < 0) continue
    const empty = taken.filter((w) => (w.cells[at] ?? '').trim() === '').length
    if (empty) out[c.field!] = (out[c.field!] ?? 0) + empty
  }
  return out
}
