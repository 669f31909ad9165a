import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Plus, Tags, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEntity } from '../../catalogue.ts'
import { CreateDialog } from '../../derived/form/create-dialog.tsx'
import { formatNumber } from '../../format.ts'
import { keys, listQuery, type Rec, type Ref } from '../../records.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Input } from '../../ui/input.tsx'
import { DecimalInput } from '../../ui/number-input.tsx'
import { PageBar, PageTitle } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { binRecords, createRecord, updateRecord } from '../../writing.ts'
import { useAll, useSorry } from '../settings/use-all.ts'
import { newKey } from '../../api.ts'
import { ChangeDialog } from './change-dialog.tsx'
import { IssueDialog } from './issue-dialog.tsx'
import type { Money } from './call.ts'

const fields = 'product,product.sku,product.unit,minQuantity,price'

/** The prices of one list as a sheet: a line for each product, and one for each quantity from which it is cheaper. */
export function PriceEditorScreen() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search: { list?: string } = useSearch({ strict: false })
  const lists = useAll('priceLists', { fields: 'name,currency,taxIncluded,base,percent', sort: 'name' })
  // First the one with prices of its own.
  const list =
    lists.data?.find((l) => l.id === search.list) ?? lists.data?.find((l) => !l['base']) ?? lists.data?.[0]
  const [asked, setAsked] = useState<'change' | 'issue' | 'list' | 'price' | null>(null)
  const go = (id: string) =>
    void navigate({ to: '/price-editor' as never, search: { list: id } as never, replace: true })
  const close = () => setAsked(null)
  return (
    <>
      <PageBar
        actions={
          list && (
            <>
              <Button className="max-sm:hidden" onClick={() => setAsked('change')}>
                {t('pricing.changeAll')}
              </Button>
              <Button onClick={() => setAsked('issue')}>{t('pricing.giveOut')}</Button>
              <Button look="solid" onClick={() => setAsked('price')}>
                <Plus size={14} /> {t('pricing.addPrice')}
              </Button>
            </>
          )
        }
      >
        <PageTitle>{t('pricing.editor')}</PageTitle>
        {list && (
          <Select
            className="max-w-64 min-w-0 max-sm:max-w-44"
            aria-label={t('pricing.priceList')}
            items={lists.data!.map((l) => ({ value: l.id, label: String(l['name']) }))}
            value={list.id}
            onChange={go}
          />
        )}
      </PageBar>
      {lists.data?.length === 0 && (
        <EmptyState
          icon={<Tags size={22} />}
          title={t('pricing.noLists')}
          actions={
            <Button look="solid" onClick={() => setAsked('list')}>
              {t('pricing.makeList')}
            </Button>
          }
        >
          {t('pricing.noListsHow')}
        </EmptyState>
      )}
      {list && <Sheet key={list.id} list={list} />}
      {asked === 'change' && list && <ChangeDialog list={list} onClose={close} />}
      {asked === 'issue' && list && <IssueDialog list={list} onClose={close} />}
      {asked === 'list' && <CreateDialog entity="priceList" onMade={(made) => go(made.id)} onClose={close} />}
      {asked === 'price' && list && (
        <CreateDialog
          entity="priceListItem"
          values={{ priceList: { id: list.id, title: String(list['name']) } }}
          onMade={() => {}}
          onClose={close}
        />
      )}
    </>
  )
}

function Sheet({ list }: { list: Rec }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const filter = typed.trim()
    ? {
        and: [
          ['priceList', 'is', list.id],
          ['product.name', 'contains', typed.trim()],
        ] as const,
      }
    : (['priceList', 'is', list.id] as const)
  const { data, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery(
    listQuery('priceListItems', { filter, fields, sort: 'product,minQuantity', limit: 200 }),
  )
  const items = data?.pages.flatMap((p) => p.items) ?? []
  const count = data?.pages[0]?.count
  const base = list['base'] as Ref | null
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-3 pb-10 sm:px-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2">
        <Input
          type="search"
          className="max-w-72"
          placeholder={t('pricing.find')}
          aria-label={t('pricing.find')}
          value={typed}
          onChange={(e) => setTyped(e.target.value)}
        />
        <p className="text-ink-3">
          {count && t('pricing.prices', { count: count.value })} · {String(list['currency'])},{' '}
          {t(list['taxIncluded'] ? 'pricing.withVat' : 'pricing.withoutVat')}
          {base && <> · {t('pricing.restFrom', { name: base.title })}</>}
        </p>
      </div>
      {!data && <Skeleton />}
      {items.length > 0 && (
        <Table className="max-w-4xl">
          <thead>
            <tr>
              <Th>{t('pricing.product')}</Th>
              <Th className="max-sm:hidden">{t('pricing.sku')}</Th>
              <Th className="text-right max-sm:hidden">{t('pricing.fromQuantity')}</Th>
              <Th className="w-40 text-right max-sm:w-33">
                {t('pricing.priceIn', { currency: String(list['currency']) })}
              </Th>
              <Th className="w-16 max-sm:w-0" aria-label={t('pricing.actions')} />
            </tr>
          </thead>
          <tbody>
            {items.map((item, i) => (
              <PriceRow
                key={item.id}
                list={list}
                item={item}
                isFirst={(items[i - 1]?.['product'] as Ref | undefined)?.id !== (item['product'] as Ref).id}
              />
            ))}
          </tbody>
        </Table>
      )}
      {data && items.length === 0 && (
        <EmptyState icon={<Tags size={22} />} title={t('pricing.noPrices')}>
          {t(base ? 'pricing.noPricesOwn' : 'pricing.noPricesHow')}
        </EmptyState>
      )}
      {hasNextPage && (
        <Button className="mt-3" busy={isFetching} onClick={() => void fetchNextPage()}>
          {t('pricing.more')}
        </Button>
      )}
    </div>
  )
}

function PriceRow({ list, item, isFirst }: { list: Rec; item: Rec; isFirst: boolean }) {
  const { t } = useTranslation()
  const entity = useEntity('priceListItem')
  const client = useQueryClient()
  const sorry = useSorry()
  const price = item['price'] as Money
  const product = item['product'] as Ref
  const from = Number(item['minQuantity'])
  const [amount, setAmount] = useState<string | null>(price.amount)
  const attempt = (step: () => Promise<unknown>) => void step().catch(sorry)
  const keep = () => {
    if (amount === null || Number(amount) === Number(price.amount)) return
    attempt(() => updateRecord(client, entity, item, { price: { amount, currency: list['currency'] } }))
  }
  const addBreak = () =>
    attempt(async () => {
      const next = from >= 10 ? from * 2 : 10
      await createRecord(
        client,
        entity,
        {
          priceList: { id: list.id },
          product,
          minQuantity: next,
          price: { ...price, currency: list['currency'] },
        },
        newKey(),
      )
    })
  const drop = () =>
    attempt(async () => {
      await binRecords(client, entity, [item.id])
      await client.invalidateQueries({ queryKey: keys.lists('priceListItems') })
    })
  return (
    <tr className="group">
      <Td className="min-w-0">
        {isFirst ? product.title : <span className="sr-only">{product.title}</span>}
        {from > 1 && (
          <span className="block text-sm text-ink-3 sm:hidden">
            {t('pricing.fromQuantity')}: {formatNumber(from)}
          </span>
        )}
      </Td>
      <Td className="whitespace-nowrap text-ink-3 max-sm:hidden">
        {isFirst ? String(item['product.sku'] ?? '') : ''}
      </Td>
      <Td className="figures text-right text-ink-2 max-sm:hidden">{formatNumber(from)}</Td>
      <Td onBlur={keep} onKeyDown={(e) => e.key === 'Enter' && keep()}>
        <DecimalInput
          className="justify-end max-sm:w-28! [&_input]:text-right"
          aria-label={t('pricing.priceOf', { name: product.title })}
          value={amount}
          onChange={setAmount}
        />
      </Td>
      <Td className="pr-0">
        <span className="flex justify-end pointer-fine:opacity-0 pointer-fine:group-focus-within:opacity-100 pointer-fine:group-hover:opacity-100">
          <IconButton size="sm" label={t('pricing.addBreak')} onClick={addBreak}>
            <Plus size={14} />
          </IconButton>
          <IconButton size="sm" label={t('pricing.dropPrice')} onClick={drop}>
            <X size={14} />
          </IconButton>
        </span>
      </Td>
    </tr>
  )
}
