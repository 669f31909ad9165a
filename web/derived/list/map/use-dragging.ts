import { useEffect, useRef, type RefObject } from 'react'
import { moved, zoomed, type Sight, type Size } from './projection.ts'

type Change = (make: (from: Sight, size: Size) => Sight) => void
type Finger = { x: number; y: number }

// Less is a click that shook.
const still = 4

/** Mouse, wheel and fingers: one drags, two draw nearer. Answers how to ask whether the last press was a drag. */
export function useDragging(box: RefObject<HTMLDivElement | null>, change: Change) {
  const latest = useRef(change)
  latest.current = change
  const went = useRef(0)
  useEffect(() => {
    const sheet = box.current!
    const fingers = new Map<number, Finger>()
    const spotOf = (e: { clientX: number; clientY: number }) => {
      const { left, top } = sheet.getBoundingClientRect()
      return { x: e.clientX - left, y: e.clientY - top }
    }
    const down = (e: PointerEvent) => {
      if (e.button !== 0) return
      fingers.set(e.pointerId, spotOf(e))
      went.current = 0
    }
    const move = (e: PointerEvent) => {
      const before = fingers.get(e.pointerId)
      if (!before) return
      const now = spotOf(e)
      const other = [...fingers].find(([id]) => id !== e.pointerId)?.[1]
      fingers.set(e.pointerId, now)
      went.current += Math.hypot(now.x - before.x, now.y - before.y)
      if (went.current < still) return
      // From here on it is a drag, wherever it ends; what lies under it is not pressed.
      sheet.setPointerCapture(e.pointerId)
      if (!other) return latest.current((from, size) => moved(from, size, now.x - before.x, now.y - before.y))
      const apart = (f: Finger) => Math.max(1, Math.hypot(f.x - other.x, f.y - other.y))
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }
      latest.current((from, size) =>
        zoomed(
          moved(from, size, (now.x - before.x) / 2, (now.y - before.y) / 2),
          size,
          apart(now) / apart(before),
          middle,
        ),
      )
    }
    const up = (e: PointerEvent) => void fingers.delete(e.pointerId)
    const wheel = (e: WheelEvent) => {
      e.preventDefault()
      const spot = spotOf(e)
      const turned = e.deltaMode === e.DOM_DELTA_LINE ? e.deltaY * 20 : e.deltaY
      latest.current((from, size) => zoomed(from, size, 2 ** (-turned / (e.ctrlKey ? 80 : 240)), spot))
    }
    sheet.addEventListener('pointerdown', down)
    sheet.addEventListener('pointermove', move)
    sheet.addEventListener('pointerup', up)
    sheet.addEventListener('pointercancel', up)
    // React's own listener is passive: the page would scroll along.
    sheet.addEventListener('wheel', wheel, { passive: false })
    return () => {
      sheet.removeEventListener('pointerdown', down)
      sheet.removeEventListener('pointermove', move)
      sheet.removeEventListener('pointerup', up)
      sheet.removeEventListener('pointercancel', up)
      sheet.removeEventListener('wheel', wheel)
    }
  }, [box])
  return () => went.current >= still
}
