import type { ComponentProps, ReactNode } from 'react'
import { cx } from './class.ts'

const looks = {
  solid: 'bg-solid text-on-solid hover:bg-solid-hover font-medium',
  outline: 'border border-line-strong bg-surface hover:bg-hover active:bg-press font-medium',
  quiet:
    'text-ink-2 hover:bg-hover hover:text-ink active:bg-press data-popup-open:bg-press data-popup-open:text-ink',
  danger: 'bg-danger text-on-accent hover:opacity-90 font-medium',
}
export type Look = keyof typeof looks

const base =
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-md whitespace-nowrap transition-colors duration-75 disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-60'

export type ButtonProps = ComponentProps<'button'> & {
  look?: Look
  size?: 'sm' | 'md' | 'lg'
  /** Shown at once as pressed and unusable, but keeps the focus; the words stay, so that nothing jumps. */
  busy?: boolean | undefined
}

const sizes = {
  sm: 'h-6 px-2 text-sm pointer-coarse:h-8',
  md: 'h-7.5 px-2.5 pointer-coarse:h-10 pointer-coarse:px-3.5',
  lg: 'h-9 px-4 text-md pointer-coarse:h-11',
}

export const Button = ({
  look = 'outline',
  size = 'md',
  busy,
  className,
  onClick,
  ...props
}: ButtonProps) => (
  <button
    type="button"
    {...props}
    onClick={busy ? (e) => e.preventDefault() : onClick}
    aria-busy={busy || undefined}
    aria-disabled={busy || undefined}
    className={cx(base, looks[look], sizes[size], className)}
  />
)

type LinkProps = ComponentProps<'a'> & Pick<ButtonProps, 'look' | 'size'>

/** Looks like a button, goes somewhere. */
export const ButtonLink = ({ look = 'outline', size = 'md', className, ...props }: LinkProps) => (
  <a {...props} className={cx(base, looks[look], sizes[size], className)} />
)

export type IconButtonProps = Omit<ButtonProps, 'aria-label' | 'children'> & {
  label: string
  /** Keys that do the same, shown with the name. */
  keys?: string
  children: ReactNode
}

/** A button that is only a picture: its name is said to all, by tooltip and to screen readers. */
export const IconButton = ({
  label,
  keys,
  look = 'quiet',
  size = 'md',
  className,
  ...props
}: IconButtonProps) => (
  <Button
    look={look}
    size={size}
    aria-label={label}
    data-tip={label}
    data-keys={keys}
    {...props}
    className={cx(size === 'sm' ? 'w-6 pointer-coarse:w-8' : 'w-7.5 pointer-coarse:w-10', 'px-0!', className)}
  />
)
