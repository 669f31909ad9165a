import { Webhook } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { useCatalogue, useEntity } from '../../catalogue.ts'
import { EditDialog } from '../../derived/form/edit-dialog.tsx'
import type { Rec } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { MultiSelect } from '../../ui/combobox.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { MenuItem, MenuLine } from '../../ui/menu.tsx'
import { MoreMenu } from '../../ui/more-menu.tsx'
import { EmptyState } from '../../ui/state.tsx'
import { Badge, Tag } from '../../ui/tag.tsx'
import { say } from '../../ui/toast.tsx'
import { Deliveries } from './deliveries.tsx'
import { FormDialog } from './form-dialog.tsx'
import { OnceShown } from './once-shown.tsx'
import { Card, SettingsPage } from './part.tsx'
import { useAll, useChanges, useSorry } from './use-all.ts'

type Secret = { name: string; secret: string }

/** Other systems that are told what happens here, and the ledger of what they were told. */
export function WebhooksPage() {
  const { t } = useTranslation()
  const hooks = useAll('webhooks', { sort: 'name' })
  const [making, setMaking] = useState(false)
  const [secret, setSecret] = useState<Secret | null>(null)
  return (
    <SettingsPage
      title={t('settings.pages.webhooks')}
      about={t('settings.webhooks.about')}
      actions={
        <Button look="solid" onClick={() => setMaking(true)}>
          {t('settings.webhooks.add')}
        </Button>
      }
    >
      {hooks.data?.length === 0 && (
        <EmptyState icon={<Webhook size={22} />} title={t('settings.webhooks.none')}>
          {t('settings.webhooks.noneHow')}
        </EmptyState>
      )}
      {hooks.data?.map((hook) => (
        <Hook key={hook.id} hook={hook} onSecret={setSecret} />
      ))}
      {making && <NewHook onClose={() => setMaking(false)} onSecret={setSecret} />}
      {secret && (
        <OnceShown
          title={t('settings.webhooks.secret', { name: secret.name })}
          about={t('settings.webhooks.secretHow')}
          value={secret.secret}
          onClose={() => setSecret(null)}
        />
      )}
    </SettingsPage>
  )
}

function Hook({ hook, onSecret }: { hook: Rec; onSecret: (secret: Secret) => void }) {
  const { t } = useTranslation()
  const entity = useEntity('webhook')
  const sorry = useSorry()
  const { update, remove } = useChanges('webhooks')
  const [editing, setEditing] = useState(false)
  const [open, setOpen] = useState(false)
  const name = String(hook['name'])
  const run = <T,>(operation: string) =>
    api<T>(`operations/webhook.${operation}`, { method: 'POST', body: { id: hook.id } })
  const ping = () => void run('ping').then(() => (setOpen(true), say(t('settings.webhooks.pinged'))), sorry)
  const renew = () =>
    void run<{ secret: string }>('renew_secret').then(({ secret }) => onSecret({ name, secret }), sorry)
  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          {name}
          {!hook['isActive'] && <Badge>{t('settings.off')}</Badge>}
        </span>
      }
      about={<code className="text-sm wrap-anywhere">{String(hook['url'])}</code>}
      actions={
        <>
          <Button size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t('settings.webhooks.deliveries')}
          </Button>
          <MoreMenu label={t('settings.actionsOf', { name })} size="sm">
            <MenuItem onSelect={() => setEditing(true)}>{t('settings.edit')}</MenuItem>
            <MenuItem onSelect={ping}>{t('settings.webhooks.ping')}</MenuItem>
            <MenuItem onSelect={renew}>{t('settings.webhooks.renew')}</MenuItem>
            <MenuItem onSelect={() => void update([{ id: hook.id, isActive: !hook['isActive'] }])}>
              {t(hook['isActive'] ? 'settings.webhooks.pause' : 'settings.webhooks.resume')}
            </MenuItem>
            <MenuLine />
            <MenuItem danger onSelect={() => void remove(hook, name)}>
              {t('settings.remove')}
            </MenuItem>
          </MoreMenu>
        </>
      }
    >
      <div className="flex flex-wrap gap-1">
        {(hook['events'] as string[]).map((e) => (
          <Tag key={e}>{e}</Tag>
        ))}
      </div>
      {open && <Deliveries webhook={hook.id} />}
      {editing && <EditDialog entity={entity} record={hook} onClose={() => setEditing(false)} />}
    </Card>
  )
}

const verbs = ['*', 'created', 'updated', 'deleted', 'restored']

/** Whatever can be asked for: all, all of an entity, one event of it. */
function useEventNames(): string[] {
  const { entities } = useCatalogue()
  return ['*', ...Object.keys(entities).flatMap((name) => verbs.map((verb) => `${name}.${verb}`))]
}

function NewHook({ onClose, onSecret }: { onClose: () => void; onSecret: (secret: Secret) => void }) {
  const { t } = useTranslation()
  const { fields } = useEntity('webhook')
  const { create, refresh } = useChanges('webhooks')
  const names = useEventNames()
  const [name, setName] = useState('')
  const [url, setUrl] = useState('')
  const [events, setEvents] = useState<string[]>([])
  const send = async () => {
    const made = await create({ name, url, events })
    await refresh()
    onSecret({ name, secret: String(made['secret']) })
  }
  return (
    <FormDialog
      title={t('settings.webhooks.add')}
      submit={t('form.create')}
      fields={['name', 'url', 'events']}
      send={send}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <Field label={fields['name']!.label} required error={problem('name')}>
            {(slot) => <Input {...slot} autoFocus value={name} onChange={(e) => setName(e.target.value)} />}
          </Field>
          <Field label={fields['url']!.label} required error={problem('url')}>
            {(slot) => (
              <Input
                {...slot}
                type="url"
                placeholder="https://"
                value={url}
                onChange={(e) => setUrl(e.target.value)}
              />
            )}
          </Field>
          <Field
            label={fields['events']!.label}
            required
            hint={fields['events']!.hint}
            error={problem('events')}
          >
            {(slot) => (
              <MultiSelect
                {...slot}
                items={names}
                itemKey={(e) => e}
                itemLabel={(e) => e}
                value={events}
                onChange={setEvents}
              />
            )}
          </Field>
        </>
      )}
    </FormDialog>
  )
}
