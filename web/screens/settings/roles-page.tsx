import { ChevronLeft, Shield } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEntity } from '../../catalogue.ts'
import { EditDialog } from '../../derived/form/edit-dialog.tsx'
import type { Rec, Ref } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { MenuItem, MenuLine } from '../../ui/menu.tsx'
import { MoreMenu } from '../../ui/more-menu.tsx'
import { Badge } from '../../ui/tag.tsx'
import { NewRole } from './new-role.tsx'
import { Card, SettingsPage } from './part.tsx'
import { RightsEditor } from './rights-editor.tsx'
import { useAll, useChanges } from './use-all.ts'

/** What each role may do. The database itself holds to it. */
export function RolesPage() {
  const { t } = useTranslation()
  const entity = useEntity('role')
  const roles = useAll('roles')
  const users = useAll('users', { fields: 'name,role', filter: ['isActive', 'is', true] })
  const { remove } = useChanges('roles')
  const [open, setOpen] = useState<string | null>(null)
  const [asked, setAsked] = useState<'new' | Rec | null>(null)
  const shown = roles.data?.find((r) => r.id === open)
  const count = (role: Rec) =>
    (users.data ?? []).filter((u) => (u['role'] as Ref | null)?.id === role.id).length
  if (shown)
    return (
      <SettingsPage
        title={String(shown['name'])}
        about={String(shown['description'] ?? '')}
        actions={
          <Button onClick={() => setOpen(null)}>
            <ChevronLeft size={15} /> {t('settings.roles.all')}
          </Button>
        }
      >
        <RightsEditor key={shown.id + String(shown.revision)} role={shown} />
      </SettingsPage>
    )
  return (
    <SettingsPage
      title={t('settings.pages.roles')}
      about={t('settings.roles.about')}
      actions={
        <Button look="solid" onClick={() => setAsked('new')}>
          {t('settings.roles.add')}
        </Button>
      }
    >
      <Card>
        <ul className="divide-y divide-line">
          {roles.data?.map((role) => (
            <li key={role.id} className="relative flex items-center gap-3 py-2.5">
              <Shield size={16} className="shrink-0 text-ink-3" />
              <button
                type="button"
                onClick={() => setOpen(role.id)}
                className="min-w-0 flex-1 text-left after:absolute after:inset-0 after:rounded-md hover:underline"
              >
                <span className="flex items-center gap-2 font-medium">
                  {String(role['name'])}
                  {Boolean(role['isBuiltIn']) && <Badge>{t('settings.roles.builtIn')}</Badge>}
                </span>
                <span className="block text-sm text-ink-3">{String(role['description'] ?? '')}</span>
              </button>
              <span className="figures hidden text-sm whitespace-nowrap text-ink-3 sm:inline">
                {t('settings.teams.people', { count: count(role) })}
              </span>
              <span className="relative z-10">
                <MoreMenu label={t('settings.actionsOf', { name: role['name'] })} size="sm">
                  <MenuItem onSelect={() => setOpen(role.id)}>{t('settings.roles.rights')}</MenuItem>
                  <MenuItem onSelect={() => setAsked(role)}>{t('settings.roles.rename')}</MenuItem>
                  {!role['isBuiltIn'] && (
                    <>
                      <MenuLine />
                      <MenuItem danger onSelect={() => void remove(role, String(role['name']))}>
                        {t('settings.remove')}
                      </MenuItem>
                    </>
                  )}
                </MoreMenu>
              </span>
            </li>
          ))}
        </ul>
      </Card>
      {asked === 'new' && (
        <NewRole roles={roles.data ?? []} onClose={() => setAsked(null)} onMade={setOpen} />
      )}
      {asked && asked !== 'new' && (
        <EditDialog entity={entity} record={asked} onClose={() => setAsked(null)} />
      )}
    </SettingsPage>
  )
}
