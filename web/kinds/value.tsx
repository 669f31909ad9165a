import type { Field } from '../catalogue.ts'
import { isEmpty, kindOf, textOf } from './index.ts'
import type { EditProps, Place } from './kind.ts'

/** A value as its kind shows it; nothing when empty. `inside` a link or button nothing of it may be pressed; `whole`
 * where there is room for all of it; `at` says where it stands, for what is fetched from there. */
export function Value({
  field,
  value,
  inside,
  whole,
  at,
}: {
  field: Field
  value: unknown
  inside?: boolean
  whole?: boolean
  at?: Place | undefined
}) {
  if (isEmpty(value)) return null
  const { Show, Whole } = kindOf(field)
  if (whole && Whole) return <Whole value={value} field={field} />
  return Show ? <Show value={value} field={field} inside={inside} at={at} /> : <>{textOf(field, value)}</>
}

/** The control of a field's kind. */
export function Control(props: EditProps<any>) {
  const { Edit } = kindOf(props.field)
  return <Edit {...props} />
}
