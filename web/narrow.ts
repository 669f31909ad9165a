import { useSyncExternalStore } from 'react'

const narrow = matchMedia('(max-width: 767px)')

/** A phone's width: tables become lists. */
export const useNarrow = () =>
  useSyncExternalStore(
    (tell) => (narrow.addEventListener('change', tell), () => narrow.removeEventListener('change', tell)),
    () => narrow.matches,
  )
