import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber, formatTime } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { Tag } from '../../ui/tag.tsx'
import { ask, ledgerQuery, type LedgerItem, type Sending } from './client.ts'

/** What became of each letter of a mailbox, folder by folder, beside the server's own count; red where they differ. */
export function Ledger({ id }: { id: string }) {
  const { t } = useTranslation()
  const { data } = useQuery(ledgerQuery(id))
  const [state, setState] = useState<'failed' | 'skipped' | null>(null)
  if (!data || (data.folders.length === 0 && data.sendings.length === 0)) return null
  const failed = data.sendings.filter((s) => s.status !== 'sent')
  return (
    <div className="flex flex-col gap-2">
      {data.folders.length > 0 && (
        <div className="overflow-x-auto">
          <table className="w-full min-w-140 text-left">
            <thead className="text-sm text-ink-2">
              <tr>
                {['folder', 'onServer', 'stored', 'skipped', 'failed', 'compared'].map((name, i) => (
                  <th
                    key={name}
                    scope="col"
                    className={cx('py-1 pr-3 font-medium', i > 0 && i < 5 && 'text-right')}
                  >
                    {t(`mail.ledger.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.folders.map((f) => (
                <tr key={f.id} className="border-t border-line">
                  <td className="py-1 pr-3">
                    {f.path} {f.isRed && <Tag color="red">{t('mail.ledger.differs')}</Tag>}
                    {f.leftOut && (
                      <span className="text-sm text-ink-3">{t(`mail.leftOut.${f.leftOut}`)}</span>
                    )}
                  </td>
                  {[f.onServer, f.stored, f.skipped, f.failed].map((n, i) => (
                    <td
                      key={i}
                      className={cx(
                        'py-1 pr-3 text-right tabular-nums',
                        (f.isRed && i !== 2) || (i === 3 && f.failed) ? 'text-danger' : '',
                      )}
                    >
                      {f.leftOut || n === null ? '—' : formatNumber(n)}
                    </td>
                  ))}
                  <td className="py-1 text-sm text-ink-3">{f.comparedAt ? formatTime(f.comparedAt) : '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className="flex gap-1.5">
        {(['failed', 'skipped'] as const).map((s) =>
          data.folders.some((f) => f[s] > 0) ? (
            <Button
              key={s}
              size="sm"
              look="quiet"
              aria-pressed={state === s}
              onClick={() => setState(state === s ? null : s)}
            >
              {t(`mail.ledger.which.${s}`)}
            </Button>
          ) : null,
        )}
      </div>
      {state && <Items id={id} state={state} />}
      {failed.length > 0 && <Sendings list={failed} />}
    </div>
  )
}

function Items({ id, state }: { id: string; state: string }) {
  const { t } = useTranslation()
  const { data } = useQuery({
    queryKey: ['records', 'mailboxes', 'ledger', id, state],
    queryFn: () => ask<{ items: LedgerItem[] }>('mailbox.ledger_items', { id, state }),
  })
  return (
    <ul className="text-sm">
      {data?.items.map((i) => (
        <li key={`${i.folder} ${i.uid}`} className="border-t border-line py-1">
          {i.folder} · {i.uid} · {t(`mail.why.${i.reason}`, { defaultValue: i.reason ?? '' })}
        </li>
      ))}
    </ul>
  )
}

const Sendings = ({ list }: { list: readonly Sending[] }) => {
  const { t } = useTranslation()
  return (
    <ul className="text-sm">
      {list.map((s) => (
        <li key={s.id} className="flex flex-wrap gap-2 border-t border-line py-1">
          <Tag color={s.status === 'failed' ? 'red' : 'orange'}>
            {t(`mail.state.${s.status === 'failed' ? 'failed' : 'queued'}`)}
          </Tag>
          {formatTime(s.createdAt)}
          {s.reason && <span className="text-ink-2">{s.reason}</span>}
          {s.nextAt && (
            <span className="text-ink-3">{t('mail.nextTry', { time: formatTime(s.nextAt) })}</span>
          )}
        </li>
      ))}
    </ul>
  )
}
