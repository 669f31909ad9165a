import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** The name over the lines of a section; renaming it renames it on all of them. */
export function SectionHead({
  name,
  readOnly,
  autoFocus,
  onRename,
}: {
  name: string
  readOnly: boolean
  autoFocus?: boolean
  onRename: (name: string) => void
}) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(name)
  const done = () => {
    const text = typed.trim()
    if (text !== name) onRename(text)
  }
  return (
    <div role="row" className="border-b border-line bg-canvas">
      <div role="gridcell" className="px-2 py-1 font-medium @2xl:pl-8">
        {readOnly ? (
          name
        ) : (
          <input
            value={typed}
            autoFocus={autoFocus}
            aria-label={t('lines.sectionName')}
            placeholder={t('lines.newSection')}
            maxLength={200}
            onFocus={(e) => e.target.select()}
            onChange={(e) => setTyped(e.target.value)}
            onBlur={done}
            onKeyDown={(e) => {
              e.stopPropagation()
              if (e.key === 'Enter') e.currentTarget.blur()
              if (e.key === 'Escape') setTyped(name)
            }}
            className="w-full rounded-sm bg-transparent py-0.5 outline-none focus-visible:ring-2 focus-visible:ring-accent"
          />
        )}
      </div>
    </div>
  )
}
