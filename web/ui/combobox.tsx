import { lazy, Suspense, type ReactElement, type ReactNode } from 'react'
import { frame, type Frame } from './input.tsx'

export type Common<T> = Frame & {
  items: readonly T[]
  itemKey: (item: T) => string
  itemLabel: (item: T) => string
  /** How an item looks in the list; its label, if not said. */
  renderItem?: ((item: T) => ReactNode) | undefined
  /** Given when the items are looked up elsewhere: they are then shown as they come. */
  onSearch?: ((text: string) => void) | undefined
  /** What stands under the list: how to make a new one, that more is being looked up. */
  footer?: ReactNode
  placeholder?: string | undefined
  id?: string | undefined
  'aria-label'?: string | undefined
  'aria-describedby'?: string | undefined
  disabled?: boolean | undefined
  invalid?: boolean | undefined
  autoFocus?: boolean | undefined
  defaultOpen?: boolean | undefined
  onOpenChange?: ((open: boolean) => void) | undefined
}

export type ComboboxProps<T> = Common<T> & {
  value: T | null
  onChange: (value: T | null) => void
  required?: boolean | undefined
}

export type MultiSelectProps<T> = Common<T> & {
  value: readonly T[]
  onChange: (value: T[]) => void
}

// Fetched with the first thing that is edited: a list that is only looked at does without.
const Single = lazy(() => import('./combobox-part.tsx').then((m) => ({ default: m.Combobox })))
const Several = lazy(() => import('./combobox-part.tsx').then((m) => ({ default: m.MultiSelect })))

/** One value out of many, found by typing. */
export function Combobox<T>(props: ComboboxProps<T>): ReactElement {
  const Part = Single as unknown as (props: ComboboxProps<T>) => ReactElement
  return (
    <Suspense fallback={<div className={frame(props.bare)} />}>
      <Part {...props} />
    </Suspense>
  )
}

/** Several values out of many, kept as chips; Backspace takes the last one away. */
export function MultiSelect<T>(props: MultiSelectProps<T>): ReactElement {
  const Part = Several as unknown as (props: MultiSelectProps<T>) => ReactElement
  return (
    <Suspense fallback={<div className={frame(props.bare)} />}>
      <Part {...props} />
    </Suspense>
  )
}
