import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { currentLocale } from '../../i18n.ts'
import { ReferenceEdit } from '../../kinds/reference-edit.tsx'
import { keys, type Rec, type Ref } from '../../records.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import { useSorry } from '../settings/use-all.ts'
import { call } from './call.ts'
import { GroupsPicker } from './groups-picker.tsx'
import { copyText } from '../../ui/copy.ts'

type Issued = { issued: string; number: string; version: number; lines: number; link: string }

/** A price list as a document: for whom, of what, in which language, currency and form. */
export function IssueDialog({ list, onClose }: { list: Rec; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sorry = useSorry()
  const operation = useCatalogue().operations['priceList.issue']
  const choices = (key: string) =>
    (operation?.input[key]?.options ?? []).map((o) => ({ value: o.key, label: o.label }))
  const [name, setName] = useState(String(list['name']))
  const [account, setAccount] = useState<Ref | null>(null)
  const [currency, setCurrency] = useState(String(list['currency']))
  const [locale, setLocale] = useState<string>(currentLocale())
  // His own language, once it is said for whom the list is.
  const chooseAccount = (one: Ref | null) => {
    setAccount(one)
    setLocale(one ? '' : currentLocale())
  }
  const languages = [
    ...(account ? [{ value: '', label: t('pricing.theirLanguage') }] : []),
    ...choices('locale'),
  ]
  const [format, setFormat] = useState('pdf')
  const [groups, setGroups] = useState<string[]>([])
  const [withPictures, setPictures] = useState(false)
  const [made, setMade] = useState<Issued | null>(null)
  const [busy, setBusy] = useState(false)
  const issue = async () => {
    setBusy(true)
    try {
      const input = { id: list.id, name, currency, format, withPictures, ...(locale && { locale }) }
      setMade(
        await call<Issued>('priceList.issue', {
          ...input,
          ...(account && { account: account.id }),
          ...(groups.length > 0 && { groups }),
        }),
      )
      await client.invalidateQueries({ queryKey: keys.all('issuedPriceLists') })
    } catch (error) {
      sorry(error)
    } finally {
      setBusy(false)
    }
  }
  if (made) return <Made made={made} format={format} onClose={onClose} />
  return (
    <Dialog
      open
      onClose={onClose}
      size="md"
      title={t('pricing.giveOut')}
      about={t('pricing.giveOutHow')}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button look="solid" busy={busy} onClick={() => void issue()}>
            {t('pricing.make')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={t('pricing.title')}>
          {(slot) => <Input {...slot} value={name} onChange={(e) => setName(e.target.value)} />}
        </Field>
        {operation?.input['account'] && (
          <Field label={t('pricing.forClient')} hint={t('pricing.forClientHow')}>
            {(slot) => (
              <ReferenceEdit
                {...slot}
                field={operation.input['account'] as never}
                value={account}
                onChange={chooseAccount}
              />
            )}
          </Field>
        )}
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
          <Field label={t('pricing.format')}>
            {({ id }) => <Select id={id} items={choices('format')} value={format} onChange={setFormat} />}
          </Field>
          <Field label={t('pricing.language')}>
            {({ id }) => <Select id={id} items={languages} value={locale} onChange={setLocale} />}
          </Field>
          <Field label={t('pricing.currency')}>
            {({ id }) => (
              <Select id={id} items={choices('currency')} value={currency} onChange={setCurrency} />
            )}
          </Field>
        </div>
        <GroupsPicker value={groups} onChange={setGroups} />
        {format === 'pdf' && (
          <label className="flex items-center gap-2">
            <Checkbox checked={withPictures} onCheckedChange={setPictures} />
            {t('pricing.pictures')}
          </label>
        )}
      </div>
    </Dialog>
  )
}

function Made({ made, format, onClose }: { made: Issued; format: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const address = new URL(made.link, location.origin).href
  const copy = async () => {
    await copyText(address)
    setCopied(true)
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('pricing.isReady', { number: made.number, version: made.version })}
      about={t('pricing.products', { count: made.lines })}
      actions={
        <>
          <Link
            to="/$plural/$id"
            params={{ plural: 'issuedPriceLists', id: made.issued }}
            className="mr-auto self-center font-medium text-accent-strong hover:underline"
          >
            {t('pricing.toLedger')}
          </Link>
          <Button onClick={() => void copy()}>{t(copied ? 'pricing.copied' : 'pricing.copyLink')}</Button>
          <ButtonLink look="solid" href={made.link} target="_blank" rel="noreferrer">
            {t(format === 'link' ? 'pricing.openPage' : 'pricing.openFile')}
          </ButtonLink>
        </>
      }
    >
      <p className="text-ink-2">{t('pricing.linkHow')}</p>
      <p className="py-2 text-sm wrap-anywhere text-ink-3">{address}</p>
    </Dialog>
  )
}
