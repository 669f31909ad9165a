import { useLayoutEffect, useRef, type ComponentProps } from 'react'
import { cx } from './class.ts'

/** How a control stands: framed in a form, bare in a cell. */
export type Frame = { bare?: boolean | undefined }

export const frame = (bare: boolean | undefined) => (bare ? 'control-bare' : 'control')

export type InputProps = ComponentProps<'input'> & Frame & { invalid?: boolean | undefined }

export const Input = ({ bare, invalid, className, ...props }: InputProps) => (
  <input
    autoComplete="off"
    {...props}
    aria-invalid={invalid || undefined}
    className={cx(frame(bare), 'items-center', className)}
  />
)

export type TextareaProps = ComponentProps<'textarea'> & Frame & { invalid?: boolean | undefined }

/** Grows with its text up to twelve lines. */
export function Textarea({ bare, invalid, className, ...props }: TextareaProps) {
  const ref = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    const el = ref.current
    if (!el) return
    el.style.height = 'auto'
    el.style.height = `${Math.min(el.scrollHeight + 2, 260)}px`
  }, [props.value])
  return (
    <textarea
      rows={2}
      {...props}
      ref={ref}
      aria-invalid={invalid || undefined}
      className={cx(frame(bare), 'min-h-14 resize-none py-1.5', className)}
    />
  )
}
