import { Link } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import type { Filter } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { FigureCell, FigureLine, FigureTable } from './figure-table.tsx'
import { Behind, Change, figureTip } from './figure.tsx'
import { columnText, type Column, type Portfolio } from './portfolio.ts'

/** Each of them, the greatest first; of one class when it is chosen. */
export function PortfolioList({
  answer,
  part,
  isClients,
  onPart,
}: {
  answer: Portfolio
  part: string | undefined
  isClients: boolean
  onPart: (part: undefined) => void
}) {
  const { t } = useTranslation()
  const group = [...answer.classes, ...answer.rfm].find((g) => g.key === part)
  const columns = answer.columns.filter((c) => c.key !== 'before' && c.key !== 'abcBefore')
  const title = t(`insight.tabs.${isClients ? 'clients' : 'products'}`)
  return (
    <section>
      <div className="mb-2 flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="font-semibold">
          {title} {part} <span className="figures font-normal text-ink-3">{formatNumber(answer.found)}</span>
        </h2>
        {group?.filter && (
          <Behind plural={answer.plural} filter={group.filter} className="text-accent-strong">
            {t('insight.asList')}
          </Behind>
        )}
        {part && (
          <Button look="quiet" onClick={() => onPart(undefined)}>
            <X size={14} />
            {t('insight.all')}
          </Button>
        )}
      </div>
      <FigureTable label={title} corner={title} heads={columns}>
        {answer.rows.map((row) => (
          <FigureLine
            key={row.value}
            title={row.title ?? t('analysis.hidden')}
            link={
              <Link
                to="/$plural/$id"
                params={{ plural: answer.plural, id: row.value }}
                className="hover:underline"
              >
                {row.title ?? t('analysis.hidden')}
              </Link>
            }
          >
            {columns.map((c) => (
              <FigureCell key={c.key}>
                <Value answer={answer} column={c} row={row} />
              </FigureCell>
            ))}
          </FigureLine>
        ))}
      </FigureTable>
      {answer.found > answer.rows.length && (
        <p className="mt-2 text-sm text-ink-3">
          {t('insight.moreInFile', { count: answer.found - answer.rows.length })}
        </p>
      )}
    </section>
  )
}

function Value({
  answer,
  column: { key, kind },
  row,
}: {
  answer: Portfolio
  column: Column
  row: Portfolio['rows'][number]
}) {
  const { t } = useTranslation()
  const value = row.figures[key]
  const text = columnText(kind, value, answer.currency)
  const its: Filter = { and: [answer.sales.filter, [answer.sales.path, 'in', [row.value]]] }
  if (key === 'sales')
    return (
      <>
        <Behind plural={answer.sales.plural} filter={its} tip={figureTip('money', value, answer.currency)}>
          {text}
        </Behind>
        {answer.before && (
          <span className="ml-2 inline-block min-w-12">
            <Change
              figure={key}
              kind="money"
              now={value}
              before={row.figures['before']}
              currency={answer.currency}
            />
          </span>
        )}
      </>
    )
  if (key === 'orders')
    return answer.sales.plural === 'orderLines' ? (
      <Behind plural="orders" filter={['orderLine.order', 'some', its]}>
        {text}
      </Behind>
    ) : (
      <Behind plural={answer.sales.plural} filter={its}>
        {text}
      </Behind>
    )
  const was = row.figures['abcBefore']
  return (
    <>
      {key === 'abc' && was && was !== value && (
        <span className="text-ink-3" data-tip={t('analysis.before', { figure: was })}>
          {was} →{' '}
        </span>
      )}
      {text}
    </>
  )
}
