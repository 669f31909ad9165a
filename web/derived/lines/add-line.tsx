import { Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Field } from '../../catalogue.ts'
import { useLookup } from '../../kinds/reference-edit.tsx'
import { Title, type Named } from '../../kinds/reference.tsx'
import type { Ref } from '../../records.ts'
import { Combobox } from '../../ui/combobox.tsx'

/** The last row: a product found by typing makes a line; words that name none make one too. */
export function AddLine({
  id,
  field,
  onAdd,
  inWords,
  onLeave,
}: {
  id: string
  field: Field
  onAdd: (product: Ref) => void
  /** Null when a line cannot be described in words. */
  inWords: ((text: string) => void) | null
  onLeave: () => void
}) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(false)
  // Emptied by being made anew: what was chosen is already a line.
  const [round, setRound] = useState(0)
  const wasAdded = useRef(false)
  const found = useLookup(field.entity ?? '', typed, open)
  const next = () => {
    wasAdded.current = true
    setTyped('')
    setRound((n) => n + 1)
  }
  const text = typed.trim()
  return (
    <div
      className="flex min-h-9 items-center gap-1 px-1 @2xl:pl-7"
      onKeyDown={(e) => {
        const isChoosing = (e.target as HTMLElement).getAttribute('aria-expanded') === 'true'
        if (
          e.key === 'Enter' &&
          text &&
          inWords &&
          (!isChoosing || (!found.isLate && found.data?.length === 0))
        ) {
          e.preventDefault()
          inWords(text)
          next()
        } else if (e.key === 'ArrowUp' && !isChoosing) {
          e.preventDefault()
          onLeave()
        } else if (e.key === 'Escape') onLeave()
      }}
    >
      <Plus size={14} className="shrink-0 text-ink-3" aria-hidden />
      <Combobox<Named>
        key={round}
        bare
        id={id}
        autoFocus={wasAdded.current}
        aria-label={t('lines.add')}
        placeholder={t('lines.add')}
        items={found.data ?? []}
        value={null}
        itemKey={(r) => r.id}
        itemLabel={(r) => r.title}
        renderItem={(r) => <Title entity={field.entity} title={r.title} of={r.of} />}
        onSearch={setTyped}
        onOpenChange={setOpen}
        onChange={(r) => {
          if (!r) return
          onAdd({ id: r.id, title: r.title })
          next()
        }}
        footer={
          text !== '' &&
          inWords && (
            <button
              type="button"
              onPointerDown={(e) => e.preventDefault()}
              onClick={() => (inWords(text), next())}
              className="popup-item m-1 mt-0 border-t border-line text-accent-strong hover:bg-hover"
            >
              <Plus size={14} className="shrink-0" />
              <span className="truncate">{t('lines.addText', { text })}</span>
            </button>
          )
        }
      />
    </div>
  )
}
