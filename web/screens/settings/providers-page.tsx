import { useQuery, useQueryClient } from '@tanstack/react-query'
import { DoorOpen } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState } from '../../ui/state.tsx'
import { FormDialog } from './form-dialog.tsx'
import { smallKeyOf } from './key-of.ts'
import { Card, SettingsPage } from './part.tsx'
import { useAll, useSorry } from './use-all.ts'

type Provider = {
  id: string
  name: string
  issuer: string
  clientId: string
  domains: string[]
  role: string | null
  redirect: string
}
type Answer = { items: Provider[]; redirect: string }

/** Sign-in through the company's own provider (OpenID Connect). */
export function ProvidersPage() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sorry = useSorry()
  const [asked, setAsked] = useState<Provider | 'new' | null>(null)
  const list = useQuery({ queryKey: ['auth', 'providers'], queryFn: () => api<Answer>('auth/providers') })
  const refresh = () => client.invalidateQueries({ queryKey: ['auth', 'providers'] })
  const remove = (id: string) => void api(`auth/providers/${id}`, { method: 'DELETE' }).then(refresh, sorry)
  return (
    <SettingsPage
      title={t('settings.pages.providers')}
      about={t('settings.providers.about')}
      actions={
        <Button look="solid" onClick={() => setAsked('new')}>
          {t('settings.providers.add')}
        </Button>
      }
    >
      {list.data?.items.length === 0 && (
        <EmptyState icon={<DoorOpen size={22} />} title={t('settings.providers.none')}>
          {t('settings.providers.noneHow')}
        </EmptyState>
      )}
      {list.data?.items.map((p) => (
        <Card
          key={p.id}
          title={p.name}
          about={[p.issuer, p.domains.join(', ')].join(' · ')}
          actions={
            <>
              <Button size="sm" onClick={() => setAsked(p)}>
                {t('settings.edit')}
              </Button>
              <Button size="sm" onClick={() => remove(p.id)}>
                {t('settings.remove')}
              </Button>
            </>
          }
        >
          <Redirect value={p.redirect} />
        </Card>
      ))}
      {asked && (
        <ProviderDialog
          provider={asked === 'new' ? null : asked}
          redirect={list.data?.redirect ?? ''}
          refresh={refresh}
          onClose={() => setAsked(null)}
        />
      )}
    </SettingsPage>
  )
}

const Redirect = ({ value }: { value: string }) => {
  const { t } = useTranslation()
  return (
    <p className="text-sm text-ink-3">
      {t('settings.providers.redirect')} <code className="text-ink select-all wrap-anywhere">{value}</code>
    </p>
  )
}

const keys = ['name', 'issuer', 'clientId', 'clientSecret', 'domains'] as const

function ProviderDialog({
  provider,
  redirect,
  refresh,
  onClose,
}: {
  provider: Provider | null
  redirect: string
  refresh: () => Promise<void>
  onClose: () => void
}) {
  const { t } = useTranslation()
  const roles = useAll('roles')
  const [draft, setDraft] = useState<Record<(typeof keys)[number], string>>({
    name: provider?.name ?? '',
    issuer: provider?.issuer ?? '',
    clientId: provider?.clientId ?? '',
    clientSecret: '',
    domains: provider?.domains.join(', ') ?? '',
  })
  const [role, setRole] = useState(provider?.role ?? '')
  const id = provider?.id ?? (smallKeyOf(draft.name).replaceAll('_', '-') || 'company')
  const send = async () => {
    const { clientSecret, domains, ...rest } = draft
    const body = {
      id,
      ...rest,
      domains: domains.split(/[\s,;]+/).filter(Boolean),
      role: role || null,
      ...(clientSecret && { clientSecret }),
    }
    await api('auth/providers', { method: 'PUT', body })
    await refresh()
  }
  const items = [
    { value: '', label: t('settings.providers.nobodyNew') },
    ...(roles.data ?? []).map((r) => ({ value: String(r['key']), label: String(r['name']) })),
  ]
  return (
    <FormDialog
      title={provider?.name ?? t('settings.providers.add')}
      submit={t('ui.save')}
      fields={[...keys, 'role']}
      send={send}
      onClose={onClose}
    >
      {(problem) => (
        <>
          {keys.map((key, i) => (
            <Field
              key={key}
              label={t(`settings.providers.fields.${key}`)}
              error={problem(key)}
              hint={
                key === 'clientSecret' && provider
                  ? t('settings.providers.keepSecret')
                  : key === 'domains'
                    ? t('settings.providers.domainsHint')
                    : undefined
              }
            >
              {(slot) => (
                <Input
                  {...slot}
                  autoFocus={i === 0}
                  type={key === 'clientSecret' ? 'password' : 'text'}
                  value={draft[key]}
                  onChange={(e) => setDraft({ ...draft, [key]: e.target.value })}
                />
              )}
            </Field>
          ))}
          <Field
            label={t('settings.providers.fields.role')}
            hint={t('settings.providers.roleHint')}
            error={problem('role')}
          >
            {(slot) => <Select {...slot} value={role} onChange={setRole} items={items} />}
          </Field>
          <Redirect value={provider?.redirect ?? redirect.replace('ID', id)} />
        </>
      )}
    </FormDialog>
  )
}
