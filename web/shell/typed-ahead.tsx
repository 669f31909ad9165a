import { useTranslation } from 'react-i18next'
import { hide } from './overlays.ts'

let typed = ''

/** What was typed while the palette was still on its way, once. */
export function typedAhead(): string {
  const text = typed
  typed = ''
  return text
}

/** Stands in for the palette's input until that is loaded, so that no first letter is lost. */
export function TypeAhead() {
  const { t } = useTranslation()
  return (
    <input
      autoFocus
      aria-label={t('shell.search')}
      className="fixed top-2 left-1/2 z-50 w-px opacity-0"
      onInput={(e) => (typed = e.currentTarget.value)}
      onKeyDown={(e) => {
        if (e.key !== 'Escape') return
        typed = ''
        hide()
      }}
    />
  )
}
