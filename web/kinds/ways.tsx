import { lazy, Suspense, type ComponentType } from 'react'
import type { WebKind } from './kind.ts'
import { text } from './plain.tsx'
import {
  first,
  listOf,
  More,
  pointText,
  Stack,
  wayOf,
  writeLines,
  type Address,
  type Way,
} from './way-lines.tsx'

// Fetched with the first one that is edited.
const edits = () => import('./ways-edit.tsx')
const Ways = lazy(() => edits().then((m) => ({ default: m.WaysEdit })))
const Messengers = lazy(() => edits().then((m) => ({ default: m.MessengerEdit })))
const Addresses = lazy(() => edits().then((m) => ({ default: m.AddressEdit })))
const Edit = <P extends object>({ as: Part, ...props }: P & { as: ComponentType<any> }) => (
  <Suspense>
    <Part {...props} />
  </Suspense>
)

const filledWay = (w: Way) => w.value.trim() !== ''

const ways = (scheme: string, type: string, spell = (value: string) => value): WebKind<Way[] | string> => ({
  text: (v) =>
    listOf<Way | string>(v)
      .map((w) => spell(wayOf(w).value))
      .join(', '),
  Show: ({ value, inside }) => {
    const all = listOf<Way | string>(value).map(wayOf)
    const main = first(all)
    if (!main) return null
    return (
      <More
        count={all.length}
        shown={
          inside ? (
            spell(main.value)
          ) : (
            <a href={`${scheme}:${main.value}`} className="hover:underline">
              {spell(main.value)}
            </a>
          )
        }
      />
    )
  },
  Whole: ({ value }) => (
    <Stack
      items={listOf<Way | string>(value).map(wayOf)}
      render={(w) => (
        <a href={`${scheme}:${w.value}`} className="hover:underline">
          {spell(w.value)}
        </a>
      )}
    />
  ),
  Edit: (p) => <Edit as={Ways} {...p} type={type} />,
  Compare: text.Edit,
  write: writeLines(filledWay),
  width: 190,
  wide: true,
})
export const email = ways('mailto', 'email')
// +380630004624 → +380 63 000 46 24; numbers of other countries stay as they are kept.
const spellPhone = (value: string) => value.replace(/^\+380(\d{2})(\d{3})(\d{2})(\d{2})$/, '+380 $1 $2 $3 $4')
export const phone: WebKind<Way[] | string> = { ...ways('tel', 'tel', spellPhone), width: 170 }

export const messenger: WebKind<Way[]> = {
  text: (v) =>
    listOf(v)
      .map((w) => `${w.kind}: ${w.value}`)
      .join(', '),
  Show: ({ value }) => {
    const main = first(listOf(value))
    return main ? <More count={listOf(value).length} shown={`${main.kind}: ${main.value}`} /> : null
  },
  Whole: ({ value }) => <Stack items={listOf(value)} render={(w) => `${w.kind}: ${w.value}`} />,
  Edit: (p) => <Edit as={Messengers} {...p} />,
  Compare: text.Edit,
  compared: String,
  write: writeLines(filledWay),
  width: 170,
  wide: true,
}

const line = (a: Address) =>
  [a.street, a.city, a.district, a.region, a.postcode, a.country, a.branch].filter(Boolean).join(', ') ||
  pointText(a)

const filledAddress = (a: Address) => line(a) !== ''
export const address: WebKind<Address | Address[]> = {
  text: (v) =>
    listOf<Address>(v as Address[])
      .map(line)
      .join('; '),
  Show: ({ value }) => {
    const all = listOf<Address>(value as Address[])
    const main = first(all)
    return main ? <More count={all.length} shown={line(main)} /> : null
  },
  Whole: ({ value }) => <Stack items={listOf<Address>(value as Address[])} render={(a) => line(a)} />,
  Edit: (p) => <Edit as={Addresses} {...p} />,
  Compare: text.Edit,
  compared: String,
  write: writeLines(filledAddress),
  width: 240,
  wide: true,
}
