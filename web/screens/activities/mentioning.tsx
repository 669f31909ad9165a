import { useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useLookup } from '../../kinds/reference-edit.tsx'
import type { Named } from '../../kinds/reference.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { cx } from '../../ui/class.ts'
import { Textarea } from '../../ui/input.tsx'

/** What is being typed after the last `@` before the caret. */
export function calledAt(text: string, caret: number): { from: number; typed: string } | null {
  const found = /(?:^|[^\p{L}\p{N}])@([\p{L}'’ -]{0,40})$/u.exec(text.slice(0, caret))
  if (!found || found[1]!.split(' ').length > 3) return null
  return { from: caret - found[1]!.length - 1, typed: found[1]! }
}

/** A text in which `@` offers colleagues; Ctrl+Enter sends it. */
export function Mentioning({
  value,
  onChange,
  onSend,
}: {
  value: string
  onChange: (text: string) => void
  onSend: () => void
}) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const [caret, setCaret] = useState(0)
  const [at, setAt] = useState(0)
  const [closed, setClosed] = useState(-1)
  const called = calledAt(value, caret)
  const isOpen = called !== null && called.from !== closed
  const people = useLookup('user', called?.typed ?? '', isOpen).data?.slice(0, 6) ?? []
  const offered = isOpen ? people : []
  const area = () => box.current?.querySelector('textarea')
  const choose = (person: Named | undefined) => {
    if (!person || !called) return
    const before = `${value.slice(0, called.from)}@${person.title} `
    onChange(before + value.slice(caret))
    setClosed(called.from)
    requestAnimationFrame(() => {
      area()?.focus()
      area()?.setSelectionRange(before.length, before.length)
    })
  }
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) return onSend()
    if (offered.length === 0) return
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault()
      setAt((at + (e.key === 'ArrowDown' ? 1 : -1) + offered.length) % offered.length)
    } else if (e.key === 'Enter' || e.key === 'Tab') {
      e.preventDefault()
      choose(offered[at] ?? offered[0])
    } else if (e.key === 'Escape') {
      e.stopPropagation()
      setClosed(called!.from)
    }
  }
  return (
    <div ref={box} className="relative">
      <Textarea
        aria-label={t('activities.comment')}
        placeholder={t('activities.commentHow')}
        value={value}
        onChange={(e) => {
          onChange(e.target.value)
          setCaret(e.target.selectionStart)
          setAt(0)
        }}
        onSelect={(e) => setCaret(e.currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
        aria-expanded={offered.length > 0}
        aria-autocomplete="list"
        role="combobox"
        aria-controls="colleagues"
      />
      <ul
        id="colleagues"
        role="listbox"
        aria-label={t('activities.colleagues')}
        className={cx('popup absolute inset-x-0 top-full z-20 mt-1 p-1', offered.length === 0 && 'hidden')}
      >
        {offered.map((p, i) => (
          <li
            key={p.id}
            role="option"
            aria-selected={i === at}
            className={cx('popup-item', i === at && 'bg-hover')}
            onPointerDown={(e) => (e.preventDefault(), choose(p))}
          >
            <Avatar name={p.title} size={18} /> {p.title}
          </li>
        ))}
      </ul>
    </div>
  )
}
