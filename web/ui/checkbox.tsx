import { Checkbox as Base } from '@base-ui/react/checkbox'
import { Switch as BaseSwitch } from '@base-ui/react/switch'
import { Check, Minus } from 'lucide-react'
import { cx } from './class.ts'

const box =
  'flex size-4 shrink-0 items-center justify-center rounded-sm border border-field-line bg-surface text-on-accent data-checked:border-accent data-checked:bg-accent data-indeterminate:border-accent data-indeterminate:bg-accent'

export const Checkbox = ({ className, ...props }: Omit<Base.Root.Props, 'className'> & { className?: string }) => (
  // The square is 16 px; the invisible margin makes the target 24.
  <Base.Root {...props} className={cx(box, 'relative after:absolute after:-inset-1', className)}>
    <Base.Indicator className="flex" keepMounted={false}>
      {props.indeterminate ? <Minus size={12} strokeWidth={3} /> : <Check size={12} strokeWidth={3} />}
    </Base.Indicator>
  </Base.Root>
)

export const Switch = (props: Omit<BaseSwitch.Root.Props, 'className'>) => (
  <BaseSwitch.Root
    {...props}
    className="relative flex h-5 w-8.5 shrink-0 rounded-full bg-field-line p-0.5 transition-colors data-checked:bg-accent data-disabled:opacity-50 after:absolute after:-inset-0.5"
  >
    <BaseSwitch.Thumb className="size-4 rounded-full bg-surface shadow-sm transition-transform data-checked:translate-x-3.5" />
  </BaseSwitch.Root>
)
