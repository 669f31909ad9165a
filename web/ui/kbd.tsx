const words: Record<string, string> = { space: 'Space', delete: 'Del', tab: 'Tab', esc: 'Esc' }
const isMac = /Mac|iPhone|iPad/.test(navigator.platform)
const names: Record<string, string> = isMac
  ? { mod: '⌘', shift: '⇧', alt: '⌥', enter: '↵' }
  : { mod: 'Ctrl', shift: '⇧', alt: 'Alt', enter: '↵' }

/** `keys` as 'mod+k' or 'g c' (one after the other). */
export const Kbd = ({ keys }: { keys: string }) => (
  <kbd aria-hidden className="inline-flex items-center gap-0.5 font-sans text-xs text-ink-3">
    {keys.split(/[+ ]/).map((key) => (
      <span
        key={key}
        className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border border-line px-1 leading-none"
      >
        {names[key] ?? words[key] ?? key.toUpperCase()}
      </span>
    ))}
  </kbd>
)
