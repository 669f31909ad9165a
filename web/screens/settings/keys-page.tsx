import { useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useId, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiError } from '../../api.ts'
import { formatAgo, formatDate } from '../../format.ts'
import { useCatalogue } from '../../catalogue.ts'
import { Button } from '../../ui/button.tsx'
import { DatePicker } from '../../ui/date-picker.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState } from '../../ui/state.tsx'
import { Card, SettingsPage } from './part.tsx'
import { OnceShown } from './once-shown.tsx'
import { useAll, useSorry } from './use-all.ts'

export type ApiKey = {
  id: string
  name: string
  role: string | null
  hint: string
  createdAt: string
  expiresAt: string | null
  usedAt: string | null
  /** Null: of the API; else what an app password opens. */
  scopes: string[] | null
}

/** One's own keys for programs: they may do what their owner may, or less. */
export function KeysPage() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sorry = useSorry()
  const [making, setMaking] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  const list = useQuery({ queryKey: ['auth', 'keys'], queryFn: () => api<{ items: ApiKey[] }>('auth/keys') })
  const refresh = () => client.invalidateQueries({ queryKey: ['auth', 'keys'] })
  const revoke = (id: string) => void api(`auth/keys/${id}`, { method: 'DELETE' }).then(refresh, sorry)
  const items = (list.data?.items ?? []).filter((k) => !k.scopes)
  return (
    <SettingsPage
      title={t('settings.pages.keys')}
      about={
        <>
          {t('settings.keys.about')}{' '}
          <a className="text-accent-strong underline underline-offset-2" href="/api/docs">
            {t('settings.keys.docs')}
          </a>
        </>
      }
      actions={
        <Button look="solid" onClick={() => setMaking(true)}>
          {t('settings.keys.make')}
        </Button>
      }
    >
      {list.data && items.length === 0 && (
        <EmptyState icon={<KeyRound size={22} />} title={t('settings.keys.none')}>
          {t('settings.keys.noneHow')}
        </EmptyState>
      )}
      {items.length > 0 && (
        <Card>
          <KeyLines keys={items} onRevoke={revoke} />
        </Card>
      )}
      {making && (
        <NewKey
          onClose={() => setMaking(false)}
          onMade={(key) => (setMaking(false), setMade(key), void refresh())}
        />
      )}
      {made && (
        <OnceShown
          title={t('settings.keys.made')}
          about={t('settings.keys.once')}
          value={made}
          onClose={() => setMade(null)}
        />
      )}
    </SettingsPage>
  )
}

export function KeyLines({ keys, onRevoke }: { keys: readonly ApiKey[]; onRevoke: (id: string) => void }) {
  const { t } = useTranslation()
  const facts = (k: ApiKey) => [
    `${k.hint}…`,
    k.role,
    k.usedAt ? t('settings.keys.used', { ago: formatAgo(k.usedAt) }) : t('settings.keys.unused'),
    k.expiresAt && t('settings.keys.until', { day: formatDate(k.expiresAt.slice(0, 10)) }),
  ]
  return (
    <ul className="divide-y divide-line">
      {keys.map((k) => (
        <li key={k.id} className="flex items-center gap-3 py-2">
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{k.name}</span>
            <span className="figures text-sm text-ink-3">{facts(k).filter(Boolean).join(' · ')}</span>
          </span>
          <Button size="sm" look="quiet" onClick={() => onRevoke(k.id)}>
            {t('settings.keys.revoke')}
          </Button>
        </li>
      ))}
    </ul>
  )
}

function NewKey({ onClose, onMade }: { onClose: () => void; onMade: (key: string) => void }) {
  const { t } = useTranslation()
  const { user } = useCatalogue()
  const roles = useAll('roles')
  const form = useId()
  const [name, setName] = useState('')
  const [role, setRole] = useState(user.role)
  const [until, setUntil] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const submit = async (e: FormEvent) => {
    e.preventDefault()
    const expires = until ? `${until}T23:59:59Z` : undefined
    const body = { name, ...(role === user.role ? {} : { role }), ...(expires && { expires }) }
    await api<{ key: string }>('auth/keys', { method: 'POST', body }).then(({ key }) => onMade(key), setError)
  }
  const about = (key: string) => (error instanceof ApiError ? error.about(key) : undefined)
  const others = (roles.data ?? [])
    .map((r) => ({ value: String(r['key']), label: String(r['name']) }))
    .filter((r) => r.value !== user.role)
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('settings.keys.make')}
      actions={
        <Button type="submit" form={form} look="solid">
          {t('settings.keys.make')}
        </Button>
      }
    >
      <form id={form} onSubmit={(e) => void submit(e)} className="flex flex-col gap-3 pb-2">
        <Field label={t('settings.keys.name')} hint={t('settings.keys.nameHint')} error={about('name')}>
          {(slot) => (
            <Input {...slot} autoFocus required value={name} onChange={(e) => setName(e.target.value)} />
          )}
        </Field>
        <Field label={t('settings.keys.role')} hint={t('settings.keys.roleHint')} error={about('role')}>
          {(slot) => (
            <Select
              {...slot}
              value={role}
              onChange={setRole}
              items={[{ value: user.role, label: user.roleName }, ...others]}
            />
          )}
        </Field>
        <Field
          label={t('settings.keys.expires')}
          hint={t('settings.keys.expiresHint')}
          error={about('expires')}
        >
          {(slot) => <DatePicker {...slot} value={until} onChange={setUntil} />}
        </Field>
      </form>
    </Dialog>
  )
}
