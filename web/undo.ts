/** The last things done that can be undone, newest last. */
let stack: (() => Promise<unknown> | void)[] = []

export function undoable(undo: () => Promise<unknown> | void) {
  stack = [...stack.slice(-19), undo]
  return () => {
    stack = stack.filter((u) => u !== undo)
    return undo()
  }
}

/** False when there is nothing to undo. */
export function undoLast(): boolean {
  const last = stack.at(-1)
  if (!last) return false
  stack = stack.slice(0, -1)
  void last()
  return true
}
