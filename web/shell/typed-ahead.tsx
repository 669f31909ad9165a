import { useLayoutEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { hide } from './overlays.ts'

let typed = ''

/** The palette's text: what was typed while it was still on its way, up to the moment it stands there. A drawing that
 * comes to nothing, since something else is still on its way, takes nothing. */
export function useTypedAhead() {
  const state = useState(() => typed)
  const [, set] = state
  useLayoutEffect(() => {
    if (typed) set(typed)
    typed = ''
  }, [set])
  return state
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
