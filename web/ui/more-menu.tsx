import { MoreHorizontal } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { Menu } from './menu.tsx'

type MoreProps = { label: string; size?: 'sm'; tabIndex?: number; children: ReactNode }

/** What else can be done with what stands beside it. */
export const MoreMenu = ({ children, ...button }: MoreProps) => (
  <Menu
    align="end"
    trigger={
      <IconButton {...button}>
        <MoreHorizontal size={button.size === 'sm' ? 15 : 16} />
      </IconButton>
    }
  >
    {children}
  </Menu>
)
