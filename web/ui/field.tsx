import type { ReactNode } from 'react'
import { useId } from 'react'

export type FieldSlot = { id: string; invalid: boolean; 'aria-describedby': string | undefined }

/** A label, a control, and what is wrong with it or how to fill it. */
export function Field({
  label,
  hint,
  error,
  required,
  children,
}: {
  label: string
  hint?: string | undefined
  error?: string | undefined
  required?: boolean | undefined
  children: (slot: FieldSlot) => ReactNode
}) {
  const id = useId()
  const note = error ?? hint
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium text-ink-2">
        {label}
        {required && (
          <span aria-hidden className="text-danger">
            {' '}
            *
          </span>
        )}
      </label>
      {children({ id, invalid: error !== undefined, 'aria-describedby': note ? `${id}-note` : undefined })}
      {note && (
        <p id={`${id}-note`} className={error ? 'text-sm text-danger' : 'text-sm text-ink-3'}>
          {note}
        </p>
      )}
    </div>
  )
}
