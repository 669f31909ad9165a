import { MapPin } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { farTexts } from '../i18n.ts'
import { IconButton } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import type { EditProps } from './kind.ts'
import { AddLine, RemoveLine } from './line-buttons.tsx'
import { first, listOf, pointText, type Address, type Way } from './way-lines.tsx'

const PickPoint = lazy(async () => {
  const [m] = await Promise.all([import('../derived/list/map/pick-point.tsx'), farTexts()])
  return m
})

const slot = ({ field: _, onPicked: _p, onChange: _c, value: _v, bare: _b, ...rest }: EditProps<any>) => rest

/** One line per value: the value, which is the main one, and a way to drop it. */
function Lines<T extends { primary?: boolean }>({
  value,
  onChange,
  empty,
  addLabel,
  render,
}: {
  value: T[]
  onChange: (value: T[] | null) => void
  empty: T
  addLabel: string
  render: (item: T, change: (item: T) => void, index: number) => React.ReactNode
}) {
  const { t } = useTranslation()
  const items = value.length ? value : [empty]
  const set = (next: T[]) => onChange(next.length ? next : null)
  return (
    <div className="flex flex-col gap-1.5">
      {items.map((item, i) => (
        <div key={i} className="flex items-start gap-1.5">
          <div className="min-w-0 flex-1">
            {render(item, (changed) => set(items.map((x, j) => (j === i ? changed : x))), i)}
          </div>
          {items.length > 1 && (
            <>
              <span className="flex h-8 items-center pointer-coarse:h-10" title={t('ui.primary')}>
                <Checkbox
                  aria-label={t('ui.primary')}
                  checked={item === first(items)}
                  onCheckedChange={() => set(items.map((x, j) => ({ ...x, primary: j === i })))}
                />
              </span>
              <RemoveLine className="mt-1" onClick={() => set(items.filter((_, j) => j !== i))} />
            </>
          )}
        </div>
      ))}
      <AddLine label={addLabel} onClick={() => set([...items, empty])} />
    </div>
  )
}

/** What a phone or an address is for, in the person's own word. */
function LabelInput<T extends { label?: string }>({ way, change }: { way: T; change: (way: T) => void }) {
  const { t } = useTranslation()
  const set = (label: string) => {
    const { label: _, ...rest } = way
    change((label ? { ...rest, label } : rest) as T)
  }
  return (
    <Input
      aria-label={t('ui.wayLabel')}
      placeholder={t('ui.wayLabelPlaceholder')}
      className="w-22! shrink-0"
      maxLength={100}
      value={way.label ?? ''}
      onChange={(e) => set(e.target.value)}
    />
  )
}

export function WaysEdit(p: EditProps<Way[] | string> & { type: string }) {
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
export function MessengerEdit(p: EditProps<Way[]>) {
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
const parts = ['postcode', 'country', 'region', 'district', 'city', 'street', 'branch'] as const
/** "50.4501, 30.5234", as maps give it; null when it does not read. */
export const pointOf = (text: string): { latitude?: number; longitude?: number } | null => {
  if (!text.trim()) return {}
  const [, latitude, longitude] =
    /^\s*(-?\d+(?:\.\d+)?)°?\s*[,;\s]\s*(-?\d+(?:\.\d+)?)°?\s*$/.exec(text) ?? []
  const point = { latitude: Number(latitude), longitude: Number(longitude) }
  return Math.abs(point.latitude) <= 90 && Math.abs(point.longitude) <= 180 ? point : null
}

/** Where exactly it is: both degrees at once, as they are copied. */
function PointInput({
  address,
  change,
  ...rest
}: Pick<EditProps<Address>, 'disabled' | 'aria-label'> & {
  address: Address
  change: (a: Address) => void
}) {
  const { t } = useTranslation()
  const kept = pointText(address)
  const [text, setText] = useState(kept)
  // Another address may stand in this line now.
  useEffect(() => setText((now) => (pointText(pointOf(now) ?? {}) === kept ? now : kept)), [kept])
  const [picking, setPicking] = useState(false)
  const type = (typed: string) => {
    setText(typed)
    const { latitude: _, longitude: _l, ...others } = address
    const point = pointOf(typed)
    if (point) change({ ...others, ...point })
  }
  return (
    <div className="flex min-w-0 gap-1">
      <Input
        {...rest}
        className="min-w-0 flex-1"
        placeholder={t('ui.address.point')}
        invalid={pointOf(text) === null}
        data-unread={pointOf(text) === null || undefined}
        value={text}
        onChange={(e) => type(e.target.value)}
      />
      {!rest.disabled && (
        <IconButton label={t('ui.address.pick')} onClick={() => setPicking(true)}>
          <MapPin size={15} />
        </IconButton>
      )}
      {picking && (
        <Suspense>
          <PickPoint
            address={address}
            onClose={() => setPicking(false)}
            onPick={({ latitude, longitude }) => {
              type(`${latitude}, ${longitude}`)
              setPicking(false)
            }}
          />
        </Suspense>
      )}
    </div>
  )
}

export function AddressEdit(p: EditProps<Address | Address[]>) {
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
      <PointInput
        disabled={p.disabled}
        aria-label={`${p.field.label}: ${t('ui.address.point')}`}
        address={a}
        change={change}
      />
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
