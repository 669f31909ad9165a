import { ExternalLink } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatFieldNumber, formatNumber, formatPercent, formatTime, parseDecimal } from '../format.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { DatePicker } from '../ui/date-picker.tsx'
import { Input, Textarea } from '../ui/input.tsx'
import { DecimalInput, MoneyInput, type Money } from '../ui/number-input.tsx'
import { formatDate, formatMoney } from '../format.ts'
import { useCatalogue } from '../catalogue.ts'
import i18next from 'i18next'
import type { EditProps, WebKind } from './kind.ts'

const slot = ({ field: _, onPicked: _p, onChange: _c, value: _v, ...rest }: EditProps<any>) => rest

export const text: WebKind<string> = {
  text: (v) => v,
  read: (t) => t,
  Edit: (p) => (
    <Input
      {...slot(p)}
      value={p.value ?? ''}
      maxLength={p.field.max}
      onChange={(e) => p.onChange(e.target.value || null)}
    />
  ),
  width: 200,
}

export const longText: WebKind<string> = {
  read: (t) => t,
  text: (v) => v.replaceAll(/\s+/g, ' '),
  Show: ({ value, inside }) =>
    inside ? <>{value.replaceAll(/\s+/g, ' ')}</> : <span className="whitespace-pre-wrap">{value}</span>,
  Edit: (p) => (
    <Textarea
      {...slot(p)}
      bare={false}
      value={p.value ?? ''}
      maxLength={p.field.max}
      onChange={(e) => p.onChange(e.target.value || null)}
    />
  ),
  Compare: text.Edit,
  width: 260,
  wide: true,
}

const plainOf = (html: string) => new DOMParser().parseFromString(html, 'text/html').body.textContent ?? ''
const escaped = (t: string) => t.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const htmlOf = (t: string) =>
  t
    .split(/\n{2,}/)
    .map((p) => `<p>${escaped(p).replaceAll('\n', '<br>')}</p>`)
    .join('')

// Shown and edited as its text: paragraphs survive, other marks are kept until somebody edits it here.
export const richText: WebKind<string> = {
  text: plainOf,
  Show: ({ value }) => (
    <span className="whitespace-pre-wrap">{plainOf(value.replaceAll(/<\/p>\s*<p>/g, '</p>\n\n<p>'))}</span>
  ),
  Edit: (p) => (
    <Textarea
      {...slot(p)}
      bare={false}
      value={p.value ? plainOf(p.value.replaceAll(/<\/p>\s*<p>/g, '\n\n').replaceAll('<br>', '\n')) : ''}
      onChange={(e) => p.onChange(e.target.value ? htmlOf(e.target.value) : null)}
    />
  ),
  Compare: text.Edit,
  width: 260,
  wide: true,
}

const numberIn = (typed: string) => {
  const plain = parseDecimal(typed.replace(/%\s*$/, ''))
  return plain === null ? undefined : Number(plain)
}

const numeric = (show: (v: number, scale?: number) => string, suffix?: string): WebKind<number> => ({
  text: (v, f) => show(v, f.scale),
  read: (t) => numberIn(t),
  Edit: (p) => (
    <DecimalInput
      {...slot(p)}
      suffix={suffix}
      value={p.value === null ? null : String(p.value)}
      onChange={(v) => p.onChange(v === null ? null : Number(v))}
    />
  ),
  align: 'end',
  width: 110,
})
export const number = numeric(formatFieldNumber)
export const percent = numeric(formatPercent, '%')

const clock = (minutes: number) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
export const duration: WebKind<number> = { ...numeric(clock), Edit: (p) => <DurationEdit {...p} /> }

function DurationEdit(p: EditProps<number>) {
  const { t } = useTranslation()
  const read = (typed: string) => {
    const parts = /^(\d+):([0-5]\d)$/.exec(typed)
    if (parts) return Number(parts[1]) * 60 + Number(parts[2])
    return /^\d+$/.test(typed) ? Number(typed) : null
  }
  return (
    <Input
      {...slot(p)}
      defaultValue={p.value === null ? '' : clock(p.value)}
      placeholder={t('ui.durationPlaceholder')}
      onChange={(e) => p.onChange(read(e.target.value.trim()))}
    />
  )
}

function MoneyEdit(p: EditProps<Money>) {
  const { workspace } = useCatalogue()
  return (
    <MoneyInput
      {...slot(p)}
      value={p.value}
      onChange={p.onChange}
      currency={p.field.currency ?? workspace.currency}
    />
  )
}
export const money: WebKind<Money> = {
  text: formatMoney,
  read: (t, f) => {
    const amount = parseDecimal(t.replaceAll(/[^\d\s.,’'−-]/g, ''))
    return amount === null || !f.currency ? undefined : { amount, currency: f.currency }
  },
  Edit: MoneyEdit,
  Compare: (p) => <DecimalInput {...slot(p)} value={amountOf(p.value)} onChange={p.onChange} />,
  compared: (v) => formatNumber(Number(amountOf(v))),
  adds: true,
  align: 'end',
  width: 140,
}
const amountOf = (v: unknown) =>
  v === null || v === undefined ? null : typeof v === 'object' ? (v as Money).amount : String(v)

export const date: WebKind<string> = {
  text: formatDate,
  Edit: (p) => <DatePicker {...slot(p)} value={p.value} onChange={p.onChange} />,
  width: 112,
  isTime: true,
  groups: true,
}

const local = (instant: string) => {
  const d = new Date(instant)
  return new Date(d.valueOf() - d.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
export const time: WebKind<string> = {
  text: formatTime,
  Edit: (p) => (
    <Input
      {...slot(p)}
      type="datetime-local"
      value={p.value ? local(p.value) : ''}
      onChange={(e) => p.onChange(e.target.value ? new Date(e.target.value).toISOString() : null)}
    />
  ),
  Compare: date.Edit,
  compared: (v) => (v.length > 10 ? formatTime(v) : formatDate(v)),
  width: 150,
  isTime: true,
}

const yesNo = (v: boolean) => i18next.t(v ? 'ui.yes' : 'ui.no')
export const boolean: WebKind<boolean> = {
  text: yesNo,
  Edit: ({ field, value, onChange, onPicked, autoFocus, bare: _b, invalid: _i, ...p }) => (
    <span className="flex h-full min-h-6 items-center">
      <Checkbox
        {...p}
        aria-label={p['aria-label'] ?? field.label}
        autoFocus={autoFocus}
        checked={value === true}
        onCheckedChange={(v) => (onChange(v), onPicked?.())}
      />
    </span>
  ),
  comparesFirst: true,
  groups: true,
  width: 90,
}

const shown = (href: string) => href.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')
export const link: WebKind<string> = {
  ...text,
  text: shown,
  Show: ({ value, inside }) =>
    inside || !/^https?:/i.test(value) ? (
      <>{shown(value)}</>
    ) : (
      <a
        href={value}
        target="_blank"
        rel="noreferrer"
        className="inline-flex items-center gap-1 hover:underline"
      >
        <span className="truncate">{shown(value)}</span>
        <ExternalLink size={12} className="shrink-0 text-ink-3" />
      </a>
    ),
  width: 180,
}

/** What a chosen place is called stands after its point: "50.455,30.524 Kyiv". Chosen on the map, not typed. */
const placeName = (value: string) => value.replace(/^[-\d.,]+ ?/, '')
export const place: WebKind<string> = {
  text: (v) => v,
  compared: placeName,
  Edit: ({ value }) => <p className="px-1 text-ink-2">{value ? placeName(value) : <ChosenOnMap />}</p>,
  width: 220,
}
const ChosenOnMap = () => useTranslation().t('list.chosenOnMap')
