import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { addDays, addMonths, monthGrid, parseDay, today } from '../days.ts'
import { formatDate, formatMonth, weekdays } from '../format.ts'
import { IconButton } from './button.tsx'
import { cx } from './class.ts'
import type { DatePickerProps } from './date-picker.tsx'
import { frame } from './input.tsx'
import { Popover } from './popover.tsx'

const moves: Record<string, (day: string) => string> = {
  ArrowLeft: (d) => addDays(d, -1),
  ArrowRight: (d) => addDays(d, 1),
  ArrowUp: (d) => addDays(d, -7),
  ArrowDown: (d) => addDays(d, 7),
  PageUp: (d) => addMonths(d, -1),
  PageDown: (d) => addMonths(d, 1),
}

/** A month to choose a day from. The arrows move by a day and a week, Page Up and Down by a month. */
export function Calendar({
  value,
  onPick,
  focused = true,
}: {
  value: string | null
  onPick: (day: string) => void
  focused?: boolean
}) {
  const { t } = useTranslation()
  const [at, setAt] = useState(value ?? today())
  const [moved, setMoved] = useState(focused)
  const chosen = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (moved) chosen.current?.focus()
  }, [at, moved])
  const turn = (day: string) => {
    setMoved(false)
    setAt(day)
  }
  const onKeyDown = (e: KeyboardEvent) => {
    const move = moves[e.key]
    if (!move) return
    e.preventDefault()
    e.stopPropagation()
    setMoved(true)
    setAt(move(at))
  }
  return (
    <div className="w-64 p-2">
      <div className="flex items-center">
        <IconButton size="sm" label={t('ui.previousMonth')} onClick={() => turn(addMonths(at, -1))}>
          <ChevronLeft size={15} />
        </IconButton>
        <div aria-live="polite" className="flex-1 text-center font-medium">
          {formatMonth(Number(at.slice(0, 4)), Number(at.slice(5, 7)) - 1)}
        </div>
        <IconButton size="sm" label={t('ui.nextMonth')} onClick={() => turn(addMonths(at, 1))}>
          <ChevronRight size={15} />
        </IconButton>
      </div>
      <div
        className="mt-1 grid grid-cols-7 text-center"
        onKeyDown={onKeyDown}
        role="group"
        aria-label={t('ui.calendar')}
      >
        {weekdays().map((name) => (
          <div key={name} aria-hidden className="py-1 text-xs text-ink-3">
            {name}
          </div>
        ))}
        {monthGrid(at).map((day) => (
          <button
            key={day}
            ref={day === at ? chosen : undefined}
            type="button"
            tabIndex={day === at ? 0 : -1}
            aria-label={formatDate(day)}
            aria-pressed={day === value}
            onClick={() => onPick(day)}
            className={cx(
              'figures flex h-8 items-center justify-center rounded-md hover:bg-press',
              day.slice(0, 7) !== at.slice(0, 7) && 'text-ink-3',
              day === today() && 'font-semibold text-accent-strong',
              day === value && 'bg-accent! text-on-accent!',
            )}
          >
            {Number(day.slice(8))}
          </button>
        ))}
      </div>
    </div>
  )
}

/** A day, typed (23.11.2026, "tomorrow", +14) or picked from a month. */
export function DatePicker({
  value,
  onChange,
  bare,
  invalid,
  disabled,
  autoFocus,
  ...props
}: DatePickerProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(value ? formatDate(value) : '')
  const [wrong, setWrong] = useState(false)
  const [open, setOpen] = useState(false)
  // What is being typed and already reads as this day stays as it is: "2" is on its way to "23.11".
  useEffect(
    () =>
      setText((now) => (value !== null && parseDay(now) === value ? now : value ? formatDate(value) : '')),
    [value],
  )
  const read = (typed: string) => {
    setText(typed)
    const day = typed.trim() ? parseDay(typed) : null
    setWrong(false)
    if (day !== null || !typed.trim()) onChange(day)
  }
  const settle = () => {
    const day = text.trim() ? parseDay(text) : null
    setWrong(text.trim() !== '' && day === null)
    if (day) setText(formatDate(day))
  }
  return (
    <div className={cx(frame(bare), 'items-center')}>
      <input
        {...props}
        autoComplete="off"
        autoFocus={autoFocus}
        disabled={disabled}
        value={text}
        placeholder={t('ui.datePlaceholder')}
        aria-invalid={invalid || wrong || undefined}
        data-unread={(text.trim() !== '' && parseDay(text) === null) || undefined}
        onChange={(e) => read(e.target.value)}
        onBlur={settle}
        onFocus={(e) => e.target.select()}
        onKeyDown={(e) => e.key === 'ArrowDown' && e.altKey && setOpen(true)}
        className="figures min-w-0 flex-1 bg-transparent outline-none"
      />
      <Popover
        open={open}
        onOpenChange={setOpen}
        align="end"
        label={t('ui.calendar')}
        trigger={
          <button
            type="button"
            disabled={disabled}
            aria-label={t('ui.openCalendar')}
            className="-mr-1 flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-3 hover:text-ink"
          >
            <CalendarDays size={14} />
          </button>
        }
      >
        <Calendar value={value} onPick={(day) => (onChange(day), setOpen(false))} />
      </Popover>
    </div>
  )
}
