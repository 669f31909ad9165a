import { Checkbox } from '../../ui/checkbox.tsx'

/** A box with its words beside it. */
export const Tick = ({
  label,
  checked,
  onChange,
}: {
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
}) => (
  <label className="flex items-center gap-2">
    <Checkbox checked={checked} onCheckedChange={onChange} /> {label}
  </label>
)
