import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api.ts'
import { formatMoney, formatTime } from '../../format.ts'
import { keys } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Textarea } from '../../ui/input.tsx'
import { DecimalInput } from '../../ui/number-input.tsx'
import { stopsAtUnread } from '../../ui/unread.ts'
import { useSorry } from '../settings/use-all.ts'
import { periodName, type Forecast, type Line } from './client.ts'

/** What a head thinks it will be, and why; below, what was thought before. */
export function OverrideDialog({
  forecast,
  line,
  mayCorrect,
  onClose,
}: {
  forecast: Forecast
  line: Line
  mayCorrect: boolean
  onClose: () => void
}) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sorry = useSorry()
  const { currency, period } = forecast
  const computed = String(Math.round((Number(line.won) + Number(line.commit)) * 100) / 100)
  const [amount, setAmount] = useState<string | null>(line.overrides[0]?.amount ?? computed)
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const frame = useRef<HTMLDivElement>(null)
  const save = async () => {
    if (stopsAtUnread(frame.current)) return
    setBusy(true)
    try {
      await api('operations/forecast.override', {
        method: 'POST',
        once: newKey(),
        body: {
          period: period.key,
          [line.kind]: line.id,
          amount: { amount, currency },
          computed: { amount: computed, currency },
          reason,
        },
      })
      await client.invalidateQueries({ queryKey: keys.lists('deals') })
      onClose()
    } catch (error) {
      sorry(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('forecast.correctOf', { who: line.title ?? '', period: periodName(period.key, t) })}
      about={t('forecast.correctHow', { amount: formatMoney({ amount: computed, currency }) })}
      actions={
        mayCorrect && (
          <Button look="solid" busy={busy} disabled={!amount || !reason.trim()} onClick={() => void save()}>
            {t('forecast.save')}
          </Button>
        )
      }
    >
      <div ref={frame} className="flex flex-col gap-4">
        {mayCorrect && (
          <>
            <Field label={t('forecast.willBring')} required>
              {(slot) => <DecimalInput {...slot} value={amount} onChange={setAmount} suffix={currency} />}
            </Field>
            <Field label={t('forecast.why')} required>
              {(slot) => (
                <Textarea
                  {...slot}
                  rows={3}
                  maxLength={500}
                  value={reason}
                  onChange={(e) => setReason(e.target.value)}
                />
              )}
            </Field>
          </>
        )}
        {line.overrides.length > 0 && (
          <ul className="flex flex-col gap-3 border-t border-line pt-3">
            {line.overrides.map((o) => (
              <li key={o.id}>
                <p className="figures font-medium">{formatMoney(o)}</p>
                <p>{o.reason}</p>
                <p className="text-sm text-ink-3">
                  {[o.by, formatTime(o.at)].filter(Boolean).join(' · ')}
                  {o.computed &&
                    ` · ${t('forecast.computedThen', { amount: formatMoney({ amount: o.computed, currency }) })}`}
                </p>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  )
}
