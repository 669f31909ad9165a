import { lazy, Suspense, type ReactElement, type ReactNode } from 'react'
import { frame, type Frame } from './input.tsx'
import { cx } from './class.ts'

export type SelectProps<V extends string> = Frame & {
  items: readonly { value: V; label: string; icon?: ReactNode }[]
  value: V | null
  onChange: (value: V) => void
  placeholder?: string
  id?: string
  'aria-label'?: string
  'aria-describedby'?: string | undefined
  disabled?: boolean
  invalid?: boolean
  className?: string
}

const Part = lazy(() => import('./select-part.tsx').then((m) => ({ default: m.Select })))

/** One of a few fixed values. For many, or for ones that are looked up, take Combobox. */
export function Select<V extends string>(props: SelectProps<V>): ReactElement {
  const Typed = Part as unknown as (props: SelectProps<V>) => ReactElement
  const chosen = props.items.find((i) => i.value === props.value)
  return (
    <Suspense
      fallback={<div className={cx(frame(props.bare), 'items-center', props.className)}>{chosen?.label}</div>}
    >
      <Typed {...props} />
    </Suspense>
  )
}
