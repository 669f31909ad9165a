import { useEffect, useState } from 'react'
import { Kbd } from './kbd.tsx'

type Tip = { text: string; keys: string | undefined; x: number; y: number; above: boolean }

const wait = 450

/** One tooltip for the whole page, for everything that carries `data-tip` (and `data-keys`): hundreds of buttons cost
 * nothing until one is pointed at. What it says is said to screen readers by the button's own name. */
export function Tooltips() {
  const [tip, setTip] = useState<Tip | null>(null)
  useEffect(() => {
    // Where a finger points, a tooltip would only lie in the way.
    if (!matchMedia('(hover: hover)').matches) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let at: Element | null = null
    const hide = () => {
      clearTimeout(timer)
      at = null
      setTip(null)
    }
    const point = (e: Event, delay: number) => {
      const target = e.target instanceof Element ? e.target.closest<HTMLElement>('[data-tip]') : null
      if (target === at) return
      hide()
      at = target
      if (target) timer = setTimeout(() => target.isConnected && setTip(placed(target)), delay)
    }
    const over = (e: PointerEvent) => e.pointerType === 'mouse' && point(e, wait)
    const focus = (e: FocusEvent) => (e.target as Element).matches?.(':focus-visible') && point(e, wait)
    document.addEventListener('pointerover', over)
    document.addEventListener('focusin', focus)
    for (const name of ['pointerdown', 'keydown', 'focusout', 'scroll'])
      document.addEventListener(name, hide, true)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('pointerover', over)
      document.removeEventListener('focusin', focus)
      for (const name of ['pointerdown', 'keydown', 'focusout', 'scroll'])
        document.removeEventListener(name, hide, true)
    }
  }, [])
  if (!tip) return null
  return (
    <div
      aria-hidden
      className="popup pointer-events-none fixed z-60 flex items-center gap-2 rounded-md px-2 py-1 text-sm whitespace-nowrap"
      style={{ left: tip.x, top: tip.y, transform: `translate(-50%, ${tip.above ? '-100%' : '0'})` }}
    >
      {tip.text}
      {tip.keys && <Kbd keys={tip.keys} />}
    </div>
  )
}

function placed(target: HTMLElement): Tip {
  const box = target.getBoundingClientRect()
  const above = box.bottom + 40 > innerHeight
  const half = Math.min(160, (target.dataset['tip']!.length * 7) / 2 + 24)
  return {
    text: target.dataset['tip']!,
    keys: target.dataset['keys'],
    x: Math.max(half, Math.min(innerWidth - half, box.left + box.width / 2)),
    y: above ? box.top - 6 : box.bottom + 6,
    above,
  }
}
