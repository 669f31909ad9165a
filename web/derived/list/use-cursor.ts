import { useRef, useState, type KeyboardEvent } from 'react'
import { isTyping } from '../../shell/keys.ts'

/** Where the user stands in the grid, and what is being edited there. */
export type Cursor = { row: number; column: number }

const steps: Record<string, (c: Cursor, page: number) => Cursor> = {
  ArrowDown: (c) => ({ ...c, row: c.row + 1 }),
  KeyJ: (c) => ({ ...c, row: c.row + 1 }),
  ArrowUp: (c) => ({ ...c, row: c.row - 1 }),
  KeyK: (c) => ({ ...c, row: c.row - 1 }),
  ArrowRight: (c) => ({ ...c, column: c.column + 1 }),
  KeyL: (c) => ({ ...c, column: c.column + 1 }),
  ArrowLeft: (c) => ({ ...c, column: c.column - 1 }),
  KeyH: (c) => ({ ...c, column: c.column - 1 }),
  PageDown: (c, page) => ({ ...c, row: c.row + page }),
  PageUp: (c, page) => ({ ...c, row: c.row - page }),
  Home: (c) => ({ ...c, column: 0 }),
  End: (c) => ({ ...c, column: Number.MAX_SAFE_INTEGER }),
}

export type Acts = {
  open: () => void
  edit: () => void
  peek: () => void
  select: (shift: boolean) => void
  selectAll: () => void
  bin: () => void
  leave: () => void
}

const actOf = (e: KeyboardEvent): keyof Acts | undefined => {
  if ((e.ctrlKey || e.metaKey) && e.code === 'KeyA') return 'selectAll'
  if (e.ctrlKey || e.metaKey || e.altKey) return undefined
  if (e.code === 'KeyX') return e.shiftKey ? 'selectAll' : 'select'
  if (e.code === 'KeyE' || e.key === 'F2') return 'edit'
  if (e.code === 'KeyO') return 'open'
  if (e.key === 'Enter') return 'edit'
  if (e.key === ' ') return 'peek'
  if (e.key === 'Delete') return 'bin'
  if (e.key === 'Escape') return 'leave'
  return undefined
}

/** Moves through the grid by keys; the grid itself keeps the focus, so that rows may come and go. */
export function useCursor(
  size: { rows: number; columns: number; page: number },
  acts: Acts,
  moved: (to: Cursor) => void,
) {
  const [cursor, setCursor] = useState<Cursor>({ row: 0, column: 0 })
  // Nothing is framed before the user has moved: a frame on arrival would only be noise.
  const [isMoved, setMoved] = useState(false)
  const latest = useRef(cursor)
  latest.current = cursor
  const go = (to: Cursor) => {
    const clamped = {
      row: Math.max(0, Math.min(size.rows - 1, to.row)),
      column: Math.max(0, Math.min(size.columns - 1, to.column)),
    }
    latest.current = clamped
    setMoved(true)
    setCursor(clamped)
    moved(clamped)
  }
  /** Stays with its record when rows come or go above it. */
  const follow = (row: number) => {
    latest.current = { ...latest.current, row }
    setCursor(latest.current)
  }
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.defaultPrevented || isTyping(e.target)) return
    const step = e.ctrlKey || e.metaKey || e.altKey ? undefined : (steps[e.key] ?? steps[e.code])
    if (step) {
      e.preventDefault()
      if (e.shiftKey && (e.key === 'ArrowDown' || e.key === 'ArrowUp')) acts.select(true)
      return go(step(latest.current, size.page))
    }
    const act = actOf(e)
    if (!act) return
    e.preventDefault()
    if (act === 'select') acts.select(e.shiftKey)
    else acts[act]()
  }
  return { cursor, isMoved, go, follow, onKeyDown }
}
