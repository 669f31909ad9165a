import { useTranslation } from 'react-i18next'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import type { EditProps, WebKind } from './kind.ts'
import { text } from './plain.tsx'
import {
  first,
  LabelInput,
  Lines,
  listOf,
  More,
  Stack,
  wayOf,
  writeLines,
  type Address,
  type Way,
} from './way-lines.tsx'

const slot = ({ field: _, onPicked: _p, onChange: _c, value: _v, bare: _b, ...rest }: EditProps<any>) => rest

function WaysEdit(p: EditProps<Way[] | string> & { type: string }) {
  const { t } = useTranslation()
  if (!p.field.many)
    return (
      <Input
        {...slot(p)}
        bare={p.bare}
        type={p.type}
        value={(p.value as string | null) ?? ''}
        onChange={(e) => p.onChange(e.target.value || null)}
      />
    )
  const { id, ...rest } = slot(p)
  return (
    <Lines<Way>
      value={listOf(p.value as Way[] | null)}
      onChange={p.onChange}
      empty={{ value: '' }}
      addLabel={t('ui.addLine')}
      render={(way, change, i) => (
        <div className="flex gap-1.5">
          <Input
            {...rest}
            id={i === 0 ? id : undefined}
            autoFocus={rest.autoFocus && i === 0}
            aria-label={rest['aria-label'] ?? p.field.label}
            type={p.type}
            value={way.value}
            onChange={(e) => change({ ...way, value: e.target.value })}
          />
          <LabelInput way={way} change={change} />
        </div>
      )}
    />
  )
}

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
  Edit: (p) => <WaysEdit {...p} type={type} />,
  Compare: text.Edit,
  write: writeLines(filledWay),
  width: 190,
  wide: true,
})
export const email = ways('mailto', 'email')
// +380630004624 → +380 63 000 46 24; numbers of other countries stay as they are kept.
const spellPhone = (value: string) => value.replace(/^\+380(\d{2})(\d{3})(\d{2})(\d{2})$/, '+380 $1 $2 $3 $4')
export const phone: WebKind<Way[] | string> = { ...ways('tel', 'tel', spellPhone), width: 170 }

const messengers = [
  'telegram',
  'viber',
  'whatsapp',
  'signal',
  'facebook',
  'instagram',
  'linkedin',
  'skype',
  'other',
]
function MessengerEdit(p: EditProps<Way[]>) {
  const { t } = useTranslation()
  const { id, ...rest } = slot(p)
  return (
    <Lines<Way>
      value={listOf(p.value)}
      onChange={p.onChange}
      empty={{ kind: 'telegram', value: '' }}
      addLabel={t('ui.addLine')}
      render={(way, change, i) => (
        <div className="flex gap-1.5">
          <Select
            aria-label={t('ui.messenger')}
            className="w-32! shrink-0"
            value={way.kind ?? 'other'}
            items={messengers.map((m) => ({
              value: m,
              label: m === 'other' ? t('ui.otherMessenger') : m[0]!.toUpperCase() + m.slice(1),
            }))}
            onChange={(kind) => change({ ...way, kind })}
          />
          <Input
            {...rest}
            id={i === 0 ? id : undefined}
            aria-label={rest['aria-label'] ?? p.field.label}
            value={way.value}
            onChange={(e) => change({ ...way, value: e.target.value })}
          />
        </div>
      )}
    />
  )
}
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
  Edit: MessengerEdit,
  Compare: text.Edit,
  compared: String,
  write: writeLines(filledWay),
  width: 170,
  wide: true,
}

const parts = ['postcode', 'country', 'region', 'district', 'city', 'street', 'branch'] as const
const line = (a: Address) =>
  [a.street, a.city, a.district, a.region, a.postcode, a.country, a.branch].filter(Boolean).join(', ')

function AddressEdit(p: EditProps<Address | Address[]>) {
  const { t } = useTranslation()
  const { id, ...rest } = slot(p)
  const part = (
    a: Address,
    change: (a: Address) => void,
    key: (typeof parts)[number],
    name: string | undefined,
  ) => (
    <Input
      key={key}
      {...rest}
      id={name}
      autoFocus={false}
      aria-label={`${p.field.label}: ${t(`ui.address.${key}`)}`}
      placeholder={t(`ui.address.${key}`)}
      value={a[key] ?? ''}
      onChange={(e) => change({ ...a, [key]: e.target.value || undefined })}
    />
  )
  const one = (a: Address, change: (a: Address) => void, i: number) => (
    <div className="grid grid-cols-2 gap-1.5">
      {parts.map((key, n) => part(a, change, key, i === 0 && n === 0 ? id : undefined))}
    </div>
  )
  if (!p.field.many) return one((p.value as Address | null) ?? {}, p.onChange, 0)
  return (
    <Lines<Address>
      value={listOf(p.value as Address[] | null)}
      onChange={p.onChange}
      empty={{}}
      addLabel={t('ui.addLine')}
      render={one}
    />
  )
}
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
  Edit: AddressEdit,
  Compare: text.Edit,
  compared: String,
  write: writeLines(filledAddress),
  width: 240,
  wide: true,
}
