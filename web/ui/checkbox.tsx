import type { ComponentProps } from 'react'
import { cx } from './class.ts'

type Props = Omit<ComponentProps<'input'>, 'type' | 'onChange'> & {
  onCheckedChange?: (checked: boolean) => void
}

/** The browser's own box in our colours: a list draws dozens of them. The square is 16 px, its target 24. */
export const Checkbox = ({
  indeterminate = false,
  onCheckedChange,
  className,
  ...props
}: Props & { indeterminate?: boolean }) => (
  <input
    type="checkbox"
    {...props}
    ref={(el) => {
      if (el) el.indeterminate = indeterminate
    }}
    onChange={(e) => onCheckedChange?.(e.target.checked)}
    className={cx('box', className)}
  />
)

export const Switch = ({ onCheckedChange, className, ...props }: Props) => (
  <input
    type="checkbox"
    role="switch"
    {...props}
    onChange={(e) => onCheckedChange?.(e.target.checked)}
    className={cx('toggle', className)}
  />
)
