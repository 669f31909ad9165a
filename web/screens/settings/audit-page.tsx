import type { TFunction } from 'i18next'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, query } from '../../api.ts'
import { useCatalogue, type Field as FieldSpec } from '../../catalogue.ts'
import { formatTime } from '../../format.ts'
import { Control } from '../../kinds/value.tsx'
import type { Ref } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { SettingsPage } from './part.tsx'
import { deviceOf } from './sessions.tsx'

type Entry = {
  id: string
  at: string
  name: string
  actor: Ref | null
  record: Ref | null
  via: string
  payload: Record<string, unknown> | null
  changes: Record<string, unknown> | null
}
type Page = { items: Entry[]; next: string | null }

const names = [
  'auth.signed_in',
  'auth.failed',
  'auth.signed_out',
  'auth.password_set',
  'auth.two_factor_enabled',
  'auth.two_factor_disabled',
  'auth.backup_code_used',
  'auth.passkey_added',
  'auth.passkey_removed',
  'auth.invited',
  'auth.invitation_used',
  'auth.session_revoked',
  'auth.access_ended',
  'auth.key_created',
  'auth.key_revoked',
  'auth.provider_saved',
  'auth.provider_removed',
  'role.rights_changed',
  'role.created',
  'role.updated',
  'role.deleted',
  'user.created',
  'user.updated',
  'user.deleted',
  'user.restored',
  'exported',
]

/** Sign-ins, changes of rights and of people, exports: nobody can edit it. */
export function AuditPage() {
  const { t, i18n } = useTranslation()
  const { entities } = useCatalogue()
  const [name, setName] = useState('')
  const [actor, setActor] = useState<Ref | null>(null)
  const who: FieldSpec = {
    kind: 'reference',
    input: 'reference',
    entity: 'user',
    label: entities['user']?.label ?? '',
    read: true,
    create: false,
    update: false,
    ops: [],
    sort: false,
  }
  const found = useInfiniteQuery({
    queryKey: ['audit', name, actor?.id],
    queryFn: ({ pageParam }) => api<Page>(`audit${query({ after: pageParam, name, actor: actor?.id })}`),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })
  const label = (event: string) =>
    i18n.exists(`settings.audit.events.${event.replace('.', '_')}`)
      ? t(`settings.audit.events.${event.replace('.', '_')}`)
      : event
  const items = found.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <SettingsPage title={t('settings.pages.audit')} about={t('settings.audit.about')}>
      <div className="flex flex-wrap gap-2">
        <div className="w-64">
          <Control
            field={who}
            aria-label={t('settings.audit.who')}
            value={actor}
            onChange={(v) => setActor(v as Ref | null)}
          />
        </div>
        <Select
          aria-label={t('settings.audit.what')}
          className="w-64!"
          value={name}
          onChange={setName}
          items={[
            { value: '', label: t('settings.audit.everything') },
            ...names.map((value) => ({ value, label: label(value) })),
          ]}
        />
      </div>
      {found.isPending && <Skeleton lines={6} />}
      {found.data && items.length === 0 && <EmptyState title={t('settings.audit.nothing')} />}
      {items.length > 0 && (
        <Table>
          <thead>
            <tr>
              <Th>{t('settings.audit.when')}</Th>
              <Th>{t('settings.audit.who')}</Th>
              <Th>{t('settings.audit.what')}</Th>
              <Th>{t('settings.audit.detail')}</Th>
            </tr>
          </thead>
          <tbody>
            {items.map((e) => (
              <tr key={e.id}>
                <Td className="figures whitespace-nowrap text-ink-2">{formatTime(e.at)}</Td>
                <Td className="whitespace-nowrap">
                  {e.actor?.title ?? e.record?.title ?? t('record.nobody')}
                </Td>
                <Td className="whitespace-nowrap">{label(e.name)}</Td>
                <Td className="max-w-80 truncate text-sm text-ink-3" title={detailOf(e, t)}>
                  {detailOf(e, t)}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {found.hasNextPage && (
        <div>
          <Button onClick={() => void found.fetchNextPage()} busy={found.isFetchingNextPage}>
            {t('record.earlier')}
          </Button>
        </div>
      )}
    </SettingsPage>
  )
}

/** Of whom, and the plain facts that were noted: what only programs read is left out. */
function detailOf({ actor, record, payload, changes }: Entry, t: TFunction): string {
  const { session: _, device, address, method, ...rest } = payload ?? {}
  const facts = Object.entries(rest).flatMap(([key, v]) =>
    v === null || typeof v === 'object' ? [] : [`${key}: ${String(v)}`],
  )
  const whom = record && record.id !== actor?.id ? record.title : null
  const how = method ? t(`settings.audit.methods.${String(method).replaceAll(' ', '_')}`) : null
  return [
    whom,
    device && deviceOf(String(device)),
    how,
    address,
    ...facts,
    changes && Object.keys(changes).join(', '),
  ]
    .filter(Boolean)
    .join(' · ')
}
