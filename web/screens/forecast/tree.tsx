import { ChevronDown, ChevronRight, Pencil } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { formatPercent } from '../../format.ts'
import { cx } from '../../ui/class.ts'
import { StackedTable, Td, Th } from '../../ui/table.tsx'
import { buckets, type Forecast, type Line } from './client.ts'
import { Figure } from './figure.tsx'
import { OverrideDialog } from './override-dialog.tsx'

const keyOf = (line: Line) => `${line.kind} ${line.id} ${line.team}`

/** Lines that stand under no folded team. */
function shown(lines: readonly Line[], folded: ReadonlySet<string>): Line[] {
  let under = Infinity
  return lines.filter((line) => {
    if (line.depth > under) return false
    under = folded.has(keyOf(line)) ? line.depth : Infinity
    return true
  })
}

/** Teams and people; every figure opens its deals. */
export function Tree({
  forecast,
  chosen,
  onChoose,
}: {
  forecast: Forecast
  chosen: Line | null
  onChoose: (line: Line | null) => void
}) {
  const { t } = useTranslation()
  const { operations } = useCatalogue()
  const { lines, currency } = forecast
  // At first only teams: the people of one are a click away.
  const [folded, setFolded] = useState<ReadonlySet<string>>(
    () =>
      new Set(
        lines
          .filter((l, i) => l.kind === 'team' && l.depth > 0 && lines[i + 1]?.kind === 'person')
          .map(keyOf),
      ),
  )
  const [correcting, setCorrecting] = useState<Line | null>(null)
  const hasPlan = lines.some((l) => l.plan)
  const mayCorrect = 'forecast.override' in operations
  const toggle = (key: string) =>
    setFolded((before) => {
      const next = new Set(before)
      if (!next.delete(key)) next.add(key)
      return next
    })
  const right = 'figures text-right whitespace-nowrap'
  // On a phone what is nothing takes no line.
  const bare = (amount: string) => (Number(amount) === 0 ? ' max-sm:hidden!' : '')
  return (
    <>
      <StackedTable>
        <thead>
          <tr>
            <Th className="sticky left-0 bg-surface">{t('forecast.who')}</Th>
            {buckets.map((b) => (
              <Th key={b} className="text-right">
                {t(`forecast.buckets.${b}`)}
              </Th>
            ))}
            <Th className="text-right">{t('forecast.corrected')}</Th>
            {hasPlan && (
              <>
                <Th className="text-right">{t('forecast.plan')}</Th>
                <Th className="text-right">{t('forecast.gap')}</Th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {shown(lines, folded).map((line) => {
            const key = keyOf(line)
            const isFolded = folded.has(key)
            const isChosen = chosen !== null && keyOf(chosen) === key
            const [said] = line.overrides
            const title = line.title ?? t('forecast.nobody')
            return (
              <tr key={key} className={cx('group', isChosen ? 'bg-accent-soft' : 'hover:bg-hover')}>
                <Td
                  className={cx(
                    'z-1 max-w-64 max-sm:max-w-none sm:sticky sm:left-0',
                    isChosen ? 'bg-accent-soft' : 'bg-surface',
                  )}
                >
                  <span
                    className="flex min-w-0 items-center gap-1"
                    style={{ paddingLeft: Math.min(line.depth, 6) * 14 }}
                  >
                    {line.kind === 'team' ? (
                      <button
                        type="button"
                        aria-expanded={!isFolded}
                        aria-label={t(isFolded ? 'forecast.unfold' : 'forecast.fold', { team: title })}
                        onClick={() => toggle(key)}
                        className="grid size-6 shrink-0 place-items-center rounded-sm text-ink-3 hover:bg-press pointer-coarse:size-9"
                      >
                        {isFolded ? <ChevronRight size={14} /> : <ChevronDown size={14} />}
                      </button>
                    ) : (
                      <span className="w-6 shrink-0" />
                    )}
                    <button
                      type="button"
                      aria-pressed={isChosen}
                      disabled={line.id === null}
                      onClick={() => onChoose(isChosen ? null : line)}
                      className={cx(
                        'truncate text-left enabled:hover:underline',
                        line.kind === 'team' && 'font-medium',
                      )}
                    >
                      {title}
                    </button>
                  </span>
                </Td>
                {buckets.map((b) => (
                  <Td key={b} label={t(`forecast.buckets.${b}`)} className={right + bare(line[b])}>
                    <Figure
                      amount={line[b]}
                      currency={currency}
                      filter={{ and: [forecast.filters[b], line.filter] }}
                    />
                  </Td>
                ))}
                <Td
                  label={t('forecast.corrected')}
                  className={cx(right, !said && !mayCorrect && 'max-sm:hidden!')}
                >
                  <span className="inline-flex items-center justify-end gap-1">
                    {said && (
                      <button
                        type="button"
                        data-tip={`${said.reason} — ${said.by ?? ''}`}
                        className="font-medium hover:underline"
                        onClick={() => setCorrecting(line)}
                      >
                        <Figure amount={said.amount} currency={said.currency} />
                      </button>
                    )}
                    {line.id && (mayCorrect || said) && (
                      <button
                        type="button"
                        aria-label={t('forecast.correct', { who: title })}
                        onClick={() => setCorrecting(line)}
                        className={cx(
                          'grid size-6 place-items-center rounded-sm text-ink-3 hover:bg-press hover:text-ink',
                          !said &&
                            'opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100',
                        )}
                      >
                        <Pencil size={12} />
                      </button>
                    )}
                  </span>
                </Td>
                {hasPlan && (
                  <>
                    <Td label={t('forecast.plan')} className={cx(right, !line.plan && 'max-sm:hidden!')}>
                      <span>
                        {line.plan && <Figure amount={line.plan.quota} currency={currency} />}
                        {line.plan?.attained !== undefined && line.plan?.attained !== null && (
                          <span className="ml-1.5 inline-block w-12 text-sm text-ink-3">
                            {formatPercent(Math.round(line.plan.attained))}
                          </span>
                        )}
                      </span>
                    </Td>
                    <Td label={t('forecast.gap')} className={cx(right, !line.plan && 'max-sm:hidden!')}>
                      {line.plan &&
                        (Number(line.plan.gap) > 0 ? (
                          <Figure amount={line.plan.gap} currency={currency} className="text-warning" />
                        ) : (
                          <span className="text-success">✓</span>
                        ))}
                    </Td>
                  </>
                )}
              </tr>
            )
          })}
        </tbody>
      </StackedTable>
      {correcting && (
        <OverrideDialog
          forecast={forecast}
          line={correcting}
          mayCorrect={mayCorrect}
          onClose={() => setCorrecting(null)}
        />
      )}
    </>
  )
}
