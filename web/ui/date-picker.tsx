import { lazy, Suspense } from 'react'
import { frame, type Frame } from './input.tsx'

export type DatePickerProps = Frame & {
  value: string | null
  onChange: (day: string | null) => void
  id?: string | undefined
  'aria-label'?: string | undefined
  'aria-describedby'?: string | undefined
  invalid?: boolean | undefined
  disabled?: boolean | undefined
  autoFocus?: boolean | undefined
}

const Part = lazy(() => import('./date-picker-part.tsx').then((m) => ({ default: m.DatePicker })))

/** A day, typed (23.11.2026, "tomorrow", +14) or picked from a month. */
export const DatePicker = (props: DatePickerProps) => (
  <Suspense fallback={<div className={frame(props.bare)} />}>
    <Part {...props} />
  </Suspense>
)
