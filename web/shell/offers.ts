import { useEffect, useRef } from 'react'

/** Something that can be done where the user is now: the palette names it first. */
export type Offer = { key: string; title: string; run: () => void }

const offered = new Set<() => readonly Offer[]>()

/** Says what the screen that is drawn can do. */
export function useOffers(offers: readonly Offer[]) {
  const latest = useRef(offers)
  useEffect(() => {
    latest.current = offers
  })
  useEffect(() => {
    const read = () => latest.current
    offered.add(read)
    return () => void offered.delete(read)
  }, [])
}

export const offersNow = () => [...offered].flatMap((read) => read())
