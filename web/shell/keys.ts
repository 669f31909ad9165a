import { useEffect, useRef } from 'react'

const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

/** By place on the keyboard for letters, so that they also work while Ukrainian is being typed. */
const nameOf = (e: KeyboardEvent) => {
  const key = /^Key[A-Z]$/.test(e.code)
    ? e.code.slice(3).toLowerCase()
    : e.key === ' '
      ? 'space'
      : e.key.toLowerCase()
  const mod = isMac ? e.metaKey : e.ctrlKey
  return `${mod ? 'mod+' : ''}${e.altKey ? 'alt+' : ''}${e.shiftKey && key.length > 1 ? 'shift+' : ''}${key}`
}

export const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

// A message of what was done is a dialog too, but lies over nothing.
const over = '[role="dialog"]:not([data-toast]), [role="menu"], [role="listbox"]'
const isCovered = () => document.querySelector(over) !== null

/** Keys of a screen, while nothing is being typed and nothing lies over it. 'mod+…' works always. */
export function useKeys(bindings: Record<string, (e: KeyboardEvent) => void>) {
  const latest = useRef(bindings)
  latest.current = bindings
  useEffect(() => {
    const onKeyDown = (e: KeyboardEvent) => {
      if (e.defaultPrevented) return
      const name = nameOf(e)
      const run = latest.current[name]
      if (!run || (!name.startsWith('mod+') && (isTyping(e.target) || isCovered()))) return
      e.preventDefault()
      run(e)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
