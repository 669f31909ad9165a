import type { ReactNode } from 'react'

/** One page of the settings: what it is about, and what can be done here. */
export const SettingsPage = ({
  title,
  about,
  actions,
  children,
}: {
  title: string
  about?: ReactNode
  actions?: ReactNode
  children: ReactNode
}) => (
  <div className="mx-auto flex max-w-4xl flex-col gap-6 px-4 py-6 sm:px-8">
    <header className="flex flex-wrap items-start gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-64">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {about && <p className="mt-0.5 max-w-prose text-ink-2">{about}</p>}
      </div>
      {actions && <div className="flex shrink-0 gap-2">{actions}</div>}
    </header>
    {children}
  </div>
)

/** A group of settings with a frame of its own. */
export const Card = ({
  title,
  about,
  actions,
  children,
}: {
  title?: ReactNode
  about?: ReactNode
  actions?: ReactNode
  children?: ReactNode
}) => (
  <section className="rounded-xl border border-line">
    {title && (
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-3 pb-2">
        <div className="min-w-0 flex-1 basis-52">
          <h2 className="font-semibold">{title}</h2>
          {about && <p className="text-ink-2">{about}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
    )}
    {children && <div className="px-4 pt-1 pb-3">{children}</div>}
  </section>
)
