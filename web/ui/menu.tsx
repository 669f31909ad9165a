import type { ReactElement, ReactNode } from 'react'
import { useAnchored } from './anchored.ts'
import type * as Parts from './menu-parts.tsx'

let parts: typeof Parts | undefined
const load = async () => (parts = await import('./menu-parts.tsx'))

export type MenuProps = {
  trigger: ReactElement
  side?: 'bottom' | 'top' | 'right'
  align?: 'start' | 'end'
  children: ReactNode
}

/** Things to do, behind a button. */
export function Menu({ trigger, side = 'bottom', align = 'start', children }: MenuProps) {
  const menu = useAnchored('menu', load)
  const Popup = menu.part?.MenuPopup
  return (
    <>
      {menu.trigger(trigger)}
      {Popup && (
        <Popup anchor={menu.anchor} open={menu.open} onOpenChange={menu.setOpen} side={side} align={align}>
          {children}
        </Popup>
      )}
    </>
  )
}

// Drawn only inside a menu, and so only after its parts have come.
const has = () => parts!
type Props<K extends 'Item' | 'Link' | 'Sub'> = Parameters<(typeof Parts)[K]>[0]

export const MenuItem = (p: Props<'Item'>) => has().Item(p)
export const MenuLink = (p: Props<'Link'>) => has().Link(p)
export const MenuSub = (p: Props<'Sub'>) => has().Sub(p)
export const MenuChoice = <V extends string>(p: Parts.ChoiceProps<V>) => has().Choice(p)
export const MenuLine = () => has().Line()
export const MenuHeading = ({ children }: { children: ReactNode }) => (
  <div className="px-2 pt-1.5 pb-1 text-sm text-ink-3">{children}</div>
)
