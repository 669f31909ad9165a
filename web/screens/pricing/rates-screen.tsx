import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeftRight, Plus, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, query } from '../../api.ts'
import { useEntity } from '../../catalogue.ts'
import { CreateDialog } from '../../derived/form/create-dialog.tsx'
import { formatDate, formatNumber } from '../../format.ts'
import { Value } from '../../kinds/value.tsx'
import { keys, type Page } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { PageBar, PageTitle } from '../../ui/page.tsx'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { say } from '../../ui/toast.tsx'
import { useSorry } from '../settings/use-all.ts'
import { call } from './call.ts'

// What is older is history: the file of thirty years is taken in only by the API.
const since = () => `${new Date().getFullYear() - 2}-01-01`

/** A text as it is; what is packed, in base64. */
async function textOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (bytes[0] !== 0x1f) return new TextDecoder().decode(bytes)
  let binary = ''
  for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return btoa(binary)
}

/** Rates by day, the newest first: typed, or taken in from the files of the banks. */
export function RatesScreen() {
  const { t } = useTranslation()
  const entity = useEntity('exchangeRate')
  const client = useQueryClient()
  const sorry = useSorry()
  const input = useRef<HTMLInputElement>(null)
  const [making, setMaking] = useState(false)
  const [busy, setBusy] = useState(false)
  const ask = { fields: 'date,currency,rate,base,source', sort: '-date', limit: 200 }
  const { data } = useQuery({
    queryKey: [...keys.lists('exchangeRates'), 'screen'],
    queryFn: async ({ signal }) => (await api<Page>(`exchangeRates${query(ask)}`, { signal })).items,
  })
  const take = async (file: File | undefined) => {
    if (!file) return
    setBusy(true)
    try {
      const told = await call<{ written: number }>('exchangeRate.import', {
        file: await textOf(file),
        since: since(),
      })
      void say(t('pricing.ratesTaken', { count: told.written }))
      await client.invalidateQueries({ queryKey: keys.all('exchangeRates') })
    } catch (error) {
      sorry(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <PageBar
        actions={
          entity.rights.create && (
            <>
              <input
                ref={input}
                type="file"
                accept=".csv,.json,.gz"
                className="sr-only"
                tabIndex={-1}
                aria-label={t('pricing.takeRates')}
                onChange={(e) => void take(e.target.files?.[0]).finally(() => (e.target.value = ''))}
              />
              <Button busy={busy} onClick={() => input.current?.click()}>
                <Upload size={14} /> {t('pricing.takeRates')}
              </Button>
              <Button look="solid" onClick={() => setMaking(true)}>
                <Plus size={14} /> {t('pricing.addRate')}
              </Button>
            </>
          )
        }
      >
        <PageTitle>{t('pricing.rates')}</PageTitle>
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto px-3 pb-10 sm:px-4">
        <p className="max-w-prose py-2 text-ink-3">{t('pricing.ratesHow')}</p>
        {!data && <Skeleton />}
        {data?.length === 0 && (
          <EmptyState icon={<ArrowLeftRight size={22} />} title={t('pricing.noRates')}>
            {t('pricing.noRatesHow')}
          </EmptyState>
        )}
        {Boolean(data?.length) && (
          <Table className="max-w-2xl">
            <thead>
              <tr>
                <Th>{entity.fields['date']!.label}</Th>
                <Th>{entity.fields['currency']!.label}</Th>
                <Th className="text-right">{entity.fields['rate']!.label}</Th>
                <Th>{entity.fields['source']!.label}</Th>
              </tr>
            </thead>
            <tbody>
              {data!.map((r) => (
                <tr key={r.id}>
                  <Td className="figures">{formatDate(String(r['date']))}</Td>
                  <Td>{String(r['currency'])}</Td>
                  <Td className="figures text-right">
                    {formatNumber(Number(r['rate']), 6)}{' '}
                    <span className="text-ink-3">{String(r['base'])}</span>
                  </Td>
                  <Td>
                    <Value field={entity.fields['source']!} value={r['source']} />
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </div>
      {making && <CreateDialog entity="exchangeRate" onMade={() => {}} onClose={() => setMaking(false)} />}
    </>
  )
}
