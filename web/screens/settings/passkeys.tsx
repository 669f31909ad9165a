import { useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { formatTime } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/input.tsx'
import { addPasskey, canPasskey, isGivenUp } from '../sign-in/passkey.ts'
import { Card } from './part.tsx'
import { useSorry } from './use-all.ts'

type Passkey = { id: string; name: string | null; createdAt: string }

/** Devices that sign in instead of a password. */
export function Passkeys() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sorry = useSorry()
  const [name, setName] = useState('')
  const list = useQuery({
    queryKey: ['auth', 'passkeys'],
    queryFn: () => api<Passkey[]>('auth/passkey/list-user-passkeys'),
  })
  const refresh = () => client.invalidateQueries({ queryKey: ['auth'] })
  const add = async (e: FormEvent) => {
    e.preventDefault()
    await addPasskey(name.trim() || t('settings.security.device')).then(
      () => (setName(''), refresh()),
      (error: unknown) => !isGivenUp(error) && sorry(error),
    )
  }
  const remove = (id: string) =>
    void api('auth/passkey/delete-passkey', { method: 'POST', body: { id } }).then(refresh, sorry)
  return (
    <Card
      title={t('settings.security.passkeys')}
      about={t(canPasskey() ? 'settings.security.passkeysAbout' : 'settings.security.noPasskeys')}
    >
      {list.data && list.data.length > 0 && (
        <ul className="mb-3 divide-y divide-line">
          {list.data.map((p) => (
            <li key={p.id} className="flex items-center gap-3 py-2">
              <KeyRound size={16} className="text-ink-3" />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{p.name ?? t('settings.security.device')}</span>
                <span className="text-sm text-ink-3">{formatTime(p.createdAt)}</span>
              </span>
              <Button size="sm" look="quiet" onClick={() => remove(p.id)}>
                {t('settings.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {canPasskey() && (
        <form onSubmit={(e) => void add(e)} className="flex max-w-md gap-2">
          <Input
            aria-label={t('settings.security.deviceName')}
            placeholder={t('settings.security.deviceName')}
            value={name}
            onChange={(e) => setName(e.target.value)}
          />
          <Button type="submit">{t('settings.security.addPasskey')}</Button>
        </form>
      )}
    </Card>
  )
}
