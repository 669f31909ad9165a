import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiError, newKey, query } from '../../api.ts'
import type { Entity } from '../../catalogue.ts'
import { keys, valueAt, type Page, type Rec } from '../../records.ts'
import { say } from '../../ui/toast.tsx'
import { undoable } from '../../undo.ts'
import { binRecords, restoreRecords, writable } from '../../writing.ts'

export type Parent = { entity: Entity; id: string; field: string }
type Values = Record<string, unknown>
/** What was typed and is not yet saved, or was refused: it stays where it was typed. */
type Draft = { values: Values; problems: Record<string, string>; isNew: boolean; isBusy: boolean }
export type Line = { row: Rec; problems: Record<string, string>; isBusy: boolean; isNew: boolean }

const positionOf = (row: Rec | undefined) => Number(row?.['position'] ?? 0)

/** The lines of one document, changed in place: seen at once, saved one after the other, refused where they stand. */
export function useLines(entity: Entity, parent: Parent) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map())
  const latest = useRef(drafts)
  const queue = useRef<Promise<unknown>>(Promise.resolve())
  const made = useRef(0)
  const queryKey = [...keys.lists(entity.plural), 'lines', parent.field, parent.id]
  const saved = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const items: Rec[] = []
      for (let after: string | null = ''; after !== null;) {
        const ask = { filter: [parent.field, 'is', parent.id], sort: 'position', limit: 500, after }
        const page: Page = await api<Page>(entity.plural + query(ask), { signal })
        items.push(...page.items)
        after = page.next
      }
      return items
    },
  })

  const draft = (id: string, change: (d: Draft | undefined) => Draft | undefined) => {
    const next = new Map(latest.current)
    const now = change(next.get(id))
    if (now) next.set(id, now)
    else next.delete(id)
    latest.current = next
    setDrafts(next)
  }
  const known = () => client.getQueryData<Rec[]>(queryKey) ?? []
  const put = (rows: readonly Rec[]) =>
    client.setQueryData<Rec[]>(queryKey, (old = []) => {
      const fresh = new Map(rows.map((r) => [r.id, r]))
      const kept = old.map((r) => ({ ...r, ...fresh.get(r.id) }))
      const ids = new Set(old.map((r) => r.id))
      return [...kept, ...rows.filter((r) => !ids.has(r.id))].toSorted(
        (a, b) => positionOf(a) - positionOf(b),
      )
    })
  const changed = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.one(parent.entity.plural, parent.id) }),
      client.invalidateQueries({ queryKey: keys.lists(parent.entity.plural) }),
    ])
  const refused = (id: string, error: unknown) => {
    const problems: Record<string, string> = {}
    for (const p of error instanceof ApiError ? error.problems : [])
      problems[p.path.replace(/^items\.\d+\./, '').split('.')[0]!] ??= p.message
    if (Object.keys(problems).length === 0)
      void say(error instanceof ApiError ? error.message : t('ui.unreachableHow'), { tone: 'danger' })
    draft(id, (d) => d && { ...d, isBusy: false, problems })
    // Somebody else changed the line: what it is now is shown under what was typed.
    if (error instanceof ApiError && error.current) put([error.current as Rec])
  }

  const send = async (id: string) => {
    const d = latest.current.get(id)
    if (!d) return
    const body = writable(entity, d.values)
    try {
      const row = d.isNew
        ? await api<Rec>(entity.plural, {
            method: 'POST',
            body: { ...body, [parent.field]: parent.id },
            once: newKey(),
          })
        : await api<Rec>(`${entity.plural}/${id}`, {
            method: 'PATCH',
            body,
            revision: known().find((r) => r.id === id)?.revision,
            once: newKey(),
          })
      put([row])
      // What was typed meanwhile waits for its own turn.
      draft(id, (now) => (now && now.values !== d.values ? { ...now, isNew: false } : undefined))
      await changed()
    } catch (error) {
      refused(id, error)
    }
  }
  const enqueue = (step: () => Promise<unknown>) => (queue.current = queue.current.then(step, step))

  const change = (id: string, values: Values, isUndo = false) => {
    const before = known().find((r) => r.id === id)
    draft(id, (d) => ({
      values: { ...d?.values, ...values },
      problems: {},
      isNew: d?.isNew ?? false,
      isBusy: true,
    }))
    if (before && !isUndo) {
      const was = Object.fromEntries(Object.keys(values).map((k) => [k, valueAt(before, k) ?? null]))
      undoable(() => change(id, was, true))
    }
    void enqueue(() => send(id))
  }
  const add = (values: Values) => {
    const id = `new-${++made.current}`
    const last = Math.max(0, ...lines.map((l) => positionOf(l.row)))
    draft(id, () => ({
      values: { position: Math.floor(last) + 1, ...values },
      problems: {},
      isNew: true,
      isBusy: true,
    }))
    void enqueue(() => send(id))
    return id
  }
  const drop = (id: string) => {
    draft(id, () => undefined)
    if (!known().some((r) => r.id === id)) return
    client.setQueryData<Rec[]>(queryKey, (old) => old?.filter((r) => r.id !== id))
    const back = () => void restoreRecords(client, entity, [id]).then(changed)
    void enqueue(() =>
      binRecords(client, entity, [id])
        .then(changed)
        .then(
          () => say(t('record.removed'), { action: { label: t('ui.undo'), run: back } }),
          (error: unknown) => {
            refused(id, error)
            return client.invalidateQueries({ queryKey })
          },
        ),
    )
  }
  /** Forgets what was typed in a line and refused. */
  const forget = (id: string) => draft(id, () => undefined)

  const at = (row: Rec) => ({ ...row, ...drafts.get(row.id)?.values })
  const line = (row: Rec): Line => {
    const d = drafts.get(row.id)
    return { row, problems: d?.problems ?? {}, isBusy: d?.isBusy ?? false, isNew: d?.isNew ?? false }
  }
  const fresh = [...drafts].filter(([, d]) => d.isNew).map(([id, d]): Rec => ({ id, ...d.values }))
  const lines = [...(saved.data ?? []).map(at), ...fresh]
    .toSorted((a, b) => positionOf(a) - positionOf(b))
    .map(line)

  /** Puts a line before the one that stands at `to` now (at the end, if none does). */
  const move = (id: string, to: number) => {
    const others = lines.filter((l) => l.row.id !== id).map((l) => l.row)
    const [above, below] = [others[to - 1], others[to]]
    const section = entity.fields['section'] && (above ?? below)?.['section']
    const position = !below
      ? Math.floor(positionOf(above)) + 1
      : above
        ? (positionOf(above) + positionOf(below)) / 2
        : positionOf(below) - 1
    change(id, { position, ...(section === undefined ? {} : { section: section ?? null }) })
  }
  return { lines, isLoading: saved.isPending, error: saved.error, change, add, drop, forget, move }
}
export type Lines = ReturnType<typeof useLines>
