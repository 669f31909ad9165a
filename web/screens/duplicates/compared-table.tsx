import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { formatNumber, formatTime } from '../../format.ts'
import { isEmpty, titleOf } from '../../kinds/index.ts'
import { Value } from '../../kinds/value.tsx'
import { valueAt, type Rec } from '../../records.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { cx } from '../../ui/class.ts'
import { choosing, comparedFields, isJoined, isTaken } from './choosing.ts'
import type { Compared } from './client.ts'
import { OpenRecord } from './open-record.tsx'
import type { Choice } from './use-decisions.ts'

type Props = {
  entity: Entity
  compared: Compared
  /** Those that become one; the one that stays first. */
  ordered: readonly Rec[]
  into: string
  left: readonly string[]
  choose: Choice
  onStay: (id: string) => void
  onToggle: (id: string) => void
  onChoose: (choose: Choice) => void
}

const cell = 'min-w-29 border-t border-line px-1 py-1.5 sm:min-w-36 sm:px-2 align-top wrap-anywhere'
const head =
  'sticky left-0 z-10 w-22 max-w-22 bg-canvas px-3 sm:w-40 sm:max-w-40 py-2 text-left align-top font-normal text-ink-3 border-t border-line sm:px-4 wrap-anywhere'

export function ComparedTable(props: Props) {
  const { t } = useTranslation()
  const { entity, compared, ordered, choose, onChoose } = props
  const { records, links } = compared
  const { differing, same } = comparedFields(entity, records)
  const twice = (name: string) => links.filter((l) => l.entity === name).length > 1
  const isIn = (r: Rec) => ordered.some((o) => o.id === r.id)
  const rows = (keys: readonly string[]) =>
    keys.map((key) => (
      <tr key={key}>
        <th scope="row" className={head}>
          {entity.fields[key]!.label}
          {isJoined(entity, key) && differing.includes(key) && (
            <span className="block text-xs">
              {t(choose[key] ? 'duplicates.onlyChosen' : 'duplicates.allKept')}
            </span>
          )}
        </th>
        {records.map((r) => (
          <td key={r.id} className={cx(cell, !isIn(r) && 'opacity-50')}>
            <Choosable
              label={`${entity.fields[key]!.label}: ${t('duplicates.take')}`}
              isTaken={isIn(r) && isTaken(entity, key, r, ordered, choose)}
              isOpen={isIn(r) && differing.includes(key) && !isEmpty(valueAt(r, key))}
              onTake={() => onChoose(choosing(entity, key, r, ordered, choose))}
            >
              <Value whole inside field={entity.fields[key]!} value={valueAt(r, key)} />
            </Choosable>
          </td>
        ))}
      </tr>
    ))
  return (
    <div className="overflow-x-auto" role="region" aria-label={t('duplicates.sideBySide')} tabIndex={0}>
      <table className="w-full border-collapse">
        <Heads {...props} />
        <tbody>
          {rows(differing)}
          {links.length > 0 && <Section columns={records.length}>{t('duplicates.moves')}</Section>}
          {links.map((l) => (
            <tr key={`${l.entity} ${l.field}`}>
              <th scope="row" className={head}>
                {l.label}
                {twice(l.entity) && <span className="block text-xs">{l.fieldLabel}</span>}
              </th>
              {records.map((r) => (
                <td key={r.id} className={cx(cell, 'figures px-4 text-ink-2', !isIn(r) && 'opacity-50')}>
                  {l.counts[r.id] ? formatNumber(l.counts[r.id]!) : <span className="text-ink-3">—</span>}
                </td>
              ))}
            </tr>
          ))}
          {same.length > 0 && <Section columns={records.length}>{t('duplicates.alike')}</Section>}
          {rows(same)}
        </tbody>
      </table>
    </div>
  )
}

const Section = ({ columns, children }: { columns: number; children: ReactNode }) => (
  <tr>
    <th
      colSpan={columns + 1}
      scope="colgroup"
      className="px-3 pt-5 pb-1 text-left text-sm font-medium text-ink-2 sm:px-4"
    >
      {children}
    </th>
  </tr>
)

function Heads({ entity, compared, into, left, onStay, onToggle }: Props) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const { records } = compared
  return (
    <thead>
      <tr>
        <td className={cx(head, 'border-t-0')} />
        {records.map((r, i) => {
          const title = titleOf(catalogue, entity.name, r)
          const isOut = left.includes(r.id)
          return (
            <th
              key={r.id}
              scope="col"
              className={cx(cell, 'border-t-0 text-left font-normal', isOut && 'opacity-60')}
            >
              <div className="flex flex-col gap-1 px-2">
                <OpenRecord entity={entity} id={r.id} title={title} />
                <span className="text-xs text-ink-3">
                  {t('duplicates.made', { at: formatTime(r['createdAt'] as string) })}
                </span>
                <label className="flex min-h-6 items-center gap-1.5 text-sm">
                  <input
                    type="radio"
                    name="survivor"
                    className="accent-accent"
                    checked={into === r.id}
                    disabled={isOut}
                    onChange={() => onStay(r.id)}
                  />
                  {t('duplicates.stays')}{' '}
                  {i < 9 && (
                    <span aria-hidden className="text-xs text-ink-3 pointer-coarse:hidden">
                      {i + 1}
                    </span>
                  )}
                </label>
                {records.length > 2 && (
                  <label className="flex min-h-6 items-center gap-1.5 text-sm">
                    <Checkbox checked={!isOut} onCheckedChange={() => onToggle(r.id)} />
                    {t('duplicates.takesPart')}
                  </label>
                )}
              </div>
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

/** A value that can be taken; what the survivor will have is marked. */
function Choosable({
  label,
  isTaken,
  isOpen,
  onTake,
  children,
}: {
  label: string
  isTaken: boolean
  isOpen: boolean
  onTake: () => void
  children: ReactNode
}) {
  const look =
    'flex min-h-7 w-full items-start gap-1.5 rounded-md px-2 py-1 text-left [&_.truncate]:whitespace-normal'
  if (!isOpen)
    return (
      <div className={look}>
        <div className="min-w-0 flex-1">{children}</div>
      </div>
    )
  return (
    <div className={cx(look, 'relative', isTaken ? 'bg-success-soft' : 'text-ink-2 hover:bg-hover')}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={isTaken}
        onClick={onTake}
        className="absolute inset-0 rounded-md"
      />
      <div className="pointer-events-none relative min-w-0 flex-1">{children}</div>
      {isTaken && <Check size={14} aria-hidden className="mt-0.5 shrink-0 text-success" />}
    </div>
  )
}
