import { cloneElement, useRef, useState, type KeyboardEvent, type ReactElement, type Ref } from 'react'

type Handlers = {
  ref?: Ref<HTMLElement>
  onPointerEnter?: () => void
  onPointerDown?: () => void
  onFocus?: () => void
  onClick?: () => void
  onKeyDown?: (e: KeyboardEvent) => void
  'aria-haspopup'?: 'menu' | 'dialog'
  'aria-expanded'?: boolean
  'data-popup-open'?: ''
}

/** A button that opens something whose code is fetched only when the button is pointed at or focused. The button
 * itself stays the same element all the while, so that it never loses the focus. */
export function useAnchored<M>(
  kind: 'menu' | 'dialog',
  load: () => Promise<M>,
  state?: { open: boolean; onOpenChange: (open: boolean) => void },
) {
  const anchor = useRef<HTMLElement>(null)
  const [part, setPart] = useState<M>()
  const [own, setOwn] = useState(false)
  const wasOpen = useRef(false)
  const open = state?.open ?? own
  const setOpen = state?.onOpenChange ?? setOwn
  const arm = () => {
    if (!part) void load().then((m) => setPart(() => m))
  }
  if (open) arm()
  const trigger = (element: ReactElement) =>
    cloneElement(element as ReactElement<Handlers>, {
      ref: anchor,
      'aria-haspopup': kind,
      'aria-expanded': open,
      ...(open ? { 'data-popup-open': '' as const } : {}),
      onPointerEnter: arm,
      onFocus: arm,
      // The press that closes what is open must not open it again.
      onPointerDown: () => (wasOpen.current = open),
      onClick: () => {
        if (!wasOpen.current) setOpen(true)
        wasOpen.current = false
      },
      onKeyDown: (e) => {
        if (kind === 'menu' && e.key === 'ArrowDown') {
          e.preventDefault()
          setOpen(true)
        }
      },
    })
  return { anchor, part, open, setOpen, trigger }
}
