import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale, localeNames, locales, setLocale } from '../../i18n.ts'
import { Ring } from '../../shell/navigation.tsx'
import { Select } from '../../ui/select.tsx'
import { cx } from '../../ui/class.ts'

/** What stands before the door: the first page, sign-in, an invitation. */
export function Front({
  title,
  about,
  wide,
  children,
}: {
  title: string
  about?: ReactNode
  wide?: boolean
  children: ReactNode
}) {
  const { t } = useTranslation()
  return (
    <main className="flex h-full flex-col overflow-y-auto bg-canvas">
      <header className="flex shrink-0 items-center justify-between gap-4 px-4 py-3 sm:px-6">
        <span className="flex items-center gap-2 text-md font-semibold">
          <Ring size={18} /> Kolo
        </span>
        <Select
          aria-label={t('shell.language')}
          className="w-34!"
          value={currentLocale()}
          onChange={(locale) => void setLocale(locale)}
          items={locales.map((value) => ({ value, label: localeNames[value] }))}
        />
      </header>
      <div className={cx('mx-auto my-auto w-full px-4 pt-4 pb-20', wide ? 'max-w-2xl' : 'max-w-sm')}>
        <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
        {about && <p className="mt-1.5 text-md text-pretty text-ink-2">{about}</p>}
        <div className="mt-6">{children}</div>
      </div>
    </main>
  )
}
