import { useId, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { say } from '../../ui/toast.tsx'
import { Card } from './part.tsx'
import { useSorry } from './use-all.ts'

/** Takes back all consents of whoever has an address, on every record of his. */
export function WithdrawCard() {
  const { t } = useTranslation()
  const form = useId()
  const sorry = useSorry()
  const [address, setAddress] = useState('')
  const [proof, setProof] = useState('')
  const submit = (e: FormEvent) => {
    e.preventDefault()
    const body = { address, source: 'mail', ...(proof.trim() ? { proof } : {}) }
    void api<{ people: number }>('operations/consent.withdraw_by_address', {
      method: 'POST',
      body,
      once: newKey(),
    }).then(({ people }) => {
      say(t('privacy.withdrawn', { count: people }))
      if (people === 0) return
      setAddress('')
      setProof('')
    }, sorry)
  }
  return (
    <Card title={t('privacy.byAddress')} about={t('privacy.byAddressAbout')}>
      <form id={form} onSubmit={submit} className="grid items-end gap-3 py-1 sm:grid-cols-[1fr_1fr_auto]">
        <Field label={t('privacy.address')}>
          {(slot) => (
            <Input
              {...slot}
              required
              maxLength={320}
              value={address}
              onChange={(e) => setAddress(e.target.value)}
            />
          )}
        </Field>
        <Field label={t('privacy.proof')}>
          {(slot) => (
            <Input {...slot} maxLength={1000} value={proof} onChange={(e) => setProof(e.target.value)} />
          )}
        </Field>
        <Button type="submit">{t('privacy.withdrawAddress')}</Button>
      </form>
    </Card>
  )
}
