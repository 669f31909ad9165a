import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { useEntity } from '../../catalogue.ts'
import { CreateDialog } from '../../derived/form/create-dialog.tsx'
import { EditDialog } from '../../derived/form/edit-dialog.tsx'
import type { Rec, Ref } from '../../records.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/input.tsx'
import { MenuItem, MenuLine } from '../../ui/menu.tsx'
import { MoreMenu } from '../../ui/more-menu.tsx'
import { Skeleton } from '../../ui/state.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { Badge } from '../../ui/tag.tsx'
import { OnceShown } from './once-shown.tsx'
import { SettingsPage } from './part.tsx'
import { useAll, useChanges, useSorry } from './use-all.ts'
import { UserAccess } from './user-access.tsx'

type Asked = { what: 'edit' | 'access'; user: Rec } | { what: 'new' } | null

const titleAt = (user: Rec, key: string) => (user[key] as Ref | null)?.title ?? ''
const matches = (user: Rec, typed: string) =>
  [user['name'], user['email'], titleAt(user, 'team'), titleAt(user, 'role')]
    .join(' ')
    .toLocaleLowerCase()
    .includes(typed.toLocaleLowerCase())

/** Who works here: role, team, and whether he can come in. */
export function UsersPage() {
  const { t } = useTranslation()
  const entity = useEntity('user')
  const users = useAll('users', { sort: 'name' })
  const sorry = useSorry()
  const { update } = useChanges('users')
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState<Asked>(null)
  const [link, setLink] = useState<{ name: string; value: string } | null>(null)
  const invite = (user: { id: string }, name: string) =>
    void api<{ link: string }>(`auth/users/${user.id}/invitation`, { method: 'POST', body: {} }).then(
      (made) => setLink({ name, value: made.link }),
      sorry,
    )
  const shown = (users.data ?? []).filter((u) => matches(u, typed.trim()))
  return (
    <SettingsPage
      title={t('settings.pages.users')}
      about={t('settings.users.about')}
      actions={
        <Button look="solid" onClick={() => setAsked({ what: 'new' })}>
          {t('settings.users.add')}
        </Button>
      }
    >
      <Input
        aria-label={t('settings.users.find')}
        placeholder={t('settings.users.find')}
        className="max-w-xs"
        value={typed}
        onChange={(e) => setTyped(e.target.value)}
      />
      {users.isPending && <Skeleton lines={6} />}
      <Table>
        <thead>
          <tr>
            {['name', 'role', 'team'].map((key, i) => (
              <Th key={key} className={i ? 'hidden sm:table-cell' : ''}>
                {entity.fields[key]?.label}
              </Th>
            ))}
            <Th />
          </tr>
        </thead>
        <tbody>
          {shown.map((u) => (
            <tr key={u.id} className={u['isActive'] ? '' : 'text-ink-3'}>
              <Td>
                <span className="flex items-center gap-2.5 py-1.5">
                  <Avatar name={String(u['name'])} size={26} />
                  <span className="min-w-0">
                    <span className="flex items-center gap-2 font-medium">
                      {String(u['name'])}
                      {!u['isActive'] && <Badge>{t('settings.users.inactive')}</Badge>}
                    </span>
                    <span className="block truncate text-sm text-ink-3">
                      {String(u['email'] ?? t('settings.users.noEmail'))}
                    </span>
                  </span>
                </span>
              </Td>
              <Td className="hidden text-ink-2 sm:table-cell">{titleAt(u, 'role')}</Td>
              <Td className="hidden text-ink-2 sm:table-cell">{titleAt(u, 'team')}</Td>
              <Td className="w-10 pr-0 text-right">
                <MoreMenu label={t('settings.users.actions', { name: u['name'] })}>
                  <MenuItem onSelect={() => setAsked({ what: 'edit', user: u })}>
                    {t('settings.edit')}
                  </MenuItem>
                  <MenuItem
                    disabled={!u['email'] || !u['isActive']}
                    onSelect={() => invite(u, String(u['name']))}
                  >
                    {t('settings.users.invite')}
                  </MenuItem>
                  <MenuItem onSelect={() => setAsked({ what: 'access', user: u })}>
                    {t('settings.users.access')}
                  </MenuItem>
                  <MenuLine />
                  <MenuItem
                    danger={Boolean(u['isActive'])}
                    onSelect={() => void update([{ id: u.id, isActive: !u['isActive'] }])}
                  >
                    {t(u['isActive'] ? 'settings.users.deactivate' : 'settings.users.activate')}
                  </MenuItem>
                </MoreMenu>
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {asked?.what === 'new' && (
        <CreateDialog
          entity="user"
          values={{ isActive: true }}
          onMade={(made) => invite(made, made.title)}
          onClose={() => setAsked(null)}
        />
      )}
      {asked?.what === 'edit' && (
        <EditDialog entity={entity} record={asked.user} onClose={() => setAsked(null)} />
      )}
      {asked?.what === 'access' && <UserAccess user={asked.user} onClose={() => setAsked(null)} />}
      {link && (
        <OnceShown
          title={t('settings.users.link', { name: link.name })}
          about={t('settings.users.linkHow')}
          value={link.value}
          onClose={() => setLink(null)}
        />
      )}
    </SettingsPage>
  )
}
