import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { formatMoney, formatNumber } from '../../format.ts'
import { keys, type Rec } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { DecimalInput } from '../../ui/number-input.tsx'
import { Select } from '../../ui/select.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { say } from '../../ui/toast.tsx'
import { useSorry } from '../settings/use-all.ts'
import { call } from './call.ts'
import { GroupsPicker } from './groups-picker.tsx'

type Told = {
  changed: number
  prices: number
  examples: { product: string; from: string; price: string; to: string; currency: string }[]
}

/** All prices of the list by a percent, seen before they are changed. */
export function ChangeDialog({ list, onClose }: { list: Rec; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sorry = useSorry()
  const roundings = useCatalogue().operations['priceList.change_prices']?.input['rounding']?.options ?? []
  const [percent, setPercent] = useState<string | null>('5')
  const [rounding, setRounding] = useState('0.01')
  const [groups, setGroups] = useState<string[]>([])
  const [told, setTold] = useState<Told | null>(null)
  const [busy, setBusy] = useState(false)
  const input = { id: list.id, percent: Number(percent ?? 0), rounding, ...(groups.length > 0 && { groups }) }
  const asked = JSON.stringify(input)
  useEffect(() => {
    const later = setTimeout(() => {
      call<Told>('priceList.change_prices', { ...(JSON.parse(asked) as object), preview: true }).then(
        setTold,
        () => setTold(null),
      )
    }, 300)
    return () => clearTimeout(later)
  }, [asked])
  const change = async () => {
    setBusy(true)
    try {
      const done = await call<Told>('priceList.change_prices', input)
      await client.invalidateQueries({ queryKey: keys.all('priceListItems') })
      void say(t('pricing.changedPrices', { count: done.changed }))
      onClose()
    } catch (error) {
      sorry(error)
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onClose={onClose}
      size="md"
      title={t('pricing.changeAll')}
      about={String(list['name'])}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button look="solid" busy={busy} disabled={!told?.changed} onClick={() => void change()}>
            {t('pricing.changeCount', { count: told?.changed ?? 0 })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="grid grid-cols-2 gap-3">
          <Field label={t('pricing.byPercent')} hint={t('pricing.byPercentHow')}>
            {(slot) => <DecimalInput {...slot} value={percent} onChange={setPercent} suffix="%" />}
          </Field>
          <Field label={t('pricing.rounding')}>
            {({ id }) => (
              <Select
                id={id}
                items={roundings.map((o) => ({ value: o.key, label: o.label }))}
                value={rounding}
                onChange={setRounding}
              />
            )}
          </Field>
        </div>
        <GroupsPicker value={groups} onChange={setGroups} />
        {told && told.examples.length > 0 && (
          <div className="max-h-52 overflow-y-auto">
            <Table>
              <thead>
                <tr>
                  <Th>{t('pricing.product')}</Th>
                  <Th className="text-right">{t('pricing.was')}</Th>
                  <Th className="text-right">{t('pricing.willBe')}</Th>
                </tr>
              </thead>
              <tbody>
                {told.examples.map((e, i) => (
                  <tr key={i}>
                    <Td>
                      {e.product}
                      {Number(e.from) > 1 && (
                        <span className="text-ink-3">
                          {' '}
                          · {t('pricing.from', { quantity: formatNumber(Number(e.from)) })}
                        </span>
                      )}
                    </Td>
                    <Td className="figures text-right text-ink-3">
                      {formatMoney({ amount: e.price, currency: e.currency })}
                    </Td>
                    <Td className="figures text-right">
                      {formatMoney({ amount: e.to, currency: e.currency })}
                    </Td>
                  </tr>
                ))}
              </tbody>
            </Table>
          </div>
        )}
      </div>
    </Dialog>
  )
}
