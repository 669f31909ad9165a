import type { ReactNode } from 'react'

/** The bar at the top of a screen: what it is, and what can be done here. */
export const PageBar = ({ children, actions }: { children: ReactNode; actions?: ReactNode }) => (
  <header className="flex min-h-12 shrink-0 items-center gap-2 px-3 max-sm:flex-wrap max-sm:py-1 sm:px-4">
    <div className="flex min-w-0 flex-1 items-center gap-2 max-sm:flex-auto">{children}</div>
    {actions && <div className="flex shrink-0 items-center gap-1.5">{actions}</div>}
  </header>
)

export const PageTitle = ({ children }: { children: ReactNode }) => (
  <h1 className="truncate text-md font-semibold">{children}</h1>
)
