import { UsersRound } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEntity } from '../../catalogue.ts'
import { CreateDialog } from '../../derived/form/create-dialog.tsx'
import { EditDialog } from '../../derived/form/edit-dialog.tsx'
import { compareText } from '../../format.ts'
import type { Rec, Ref } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { MenuItem, MenuLine } from '../../ui/menu.tsx'
import { MoreMenu } from '../../ui/more-menu.tsx'
import { EmptyState } from '../../ui/state.tsx'
import { SettingsPage, Card } from './part.tsx'
import { useAll, useChanges } from './use-all.ts'

type Asked = { what: 'new'; under: Ref | null } | { what: 'edit'; team: Rec } | null

/** Teams with their depth, each under the one it is part of. */
export function treeOf(teams: readonly Rec[]): { team: Rec; depth: number }[] {
  const known = new Set(teams.map((team) => team.id))
  const parent = (team: Rec) => (team['parent'] as Ref | null)?.id
  const below = (id: string | undefined, depth: number): { team: Rec; depth: number }[] =>
    teams
      .filter((team) => (id === undefined ? !known.has(parent(team) ?? '') : parent(team) === id))
      .toSorted((a, b) => compareText(String(a['name']), String(b['name'])))
      .flatMap((team) => [{ team, depth }, ...below(team.id, depth + 1)])
  return below(undefined, 0)
}

/** The tree by which "the team and below" is meant in rights. */
export function TeamsPage() {
  const { t } = useTranslation()
  const entity = useEntity('team')
  const teams = useAll('teams')
  const users = useAll('users', { fields: 'name,team', filter: ['isActive', 'is', true] })
  const { remove } = useChanges('teams')
  const [asked, setAsked] = useState<Asked>(null)
  const count = (team: Rec) =>
    (users.data ?? []).filter((u) => (u['team'] as Ref | null)?.id === team.id).length
  const ref = (team: Rec): Ref => ({ id: team.id, title: String(team['name']) })
  const add = (under: Ref | null) => setAsked({ what: 'new', under })
  return (
    <SettingsPage
      title={t('settings.pages.teams')}
      about={t('settings.teams.about')}
      actions={
        <Button look="solid" onClick={() => add(null)}>
          {t('settings.teams.add')}
        </Button>
      }
    >
      {teams.data?.length === 0 && (
        <EmptyState icon={<UsersRound size={22} />} title={t('settings.teams.none')}>
          {t('settings.teams.noneHow')}
        </EmptyState>
      )}
      {teams.data && teams.data.length > 0 && (
        <Card>
          <ul className="divide-y divide-line">
            {treeOf(teams.data).map(({ team, depth }) => (
              <li key={team.id} className="flex h-10 items-center gap-2" style={{ paddingLeft: depth * 22 }}>
                <UsersRound size={15} className="shrink-0 text-ink-3" />
                <span className="truncate font-medium">{String(team['name'])}</span>
                <span className="figures flex-1 text-sm whitespace-nowrap text-ink-3">
                  {t('settings.teams.people', { count: count(team) })}
                </span>
                <MoreMenu label={t('settings.actionsOf', { name: team['name'] })} size="sm">
                  <MenuItem onSelect={() => setAsked({ what: 'edit', team })}>{t('settings.edit')}</MenuItem>
                  <MenuItem onSelect={() => add(ref(team))}>{t('settings.teams.addBelow')}</MenuItem>
                  <MenuLine />
                  <MenuItem danger onSelect={() => void remove(team, String(team['name']))}>
                    {t('settings.remove')}
                  </MenuItem>
                </MoreMenu>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {asked?.what === 'new' && (
        <CreateDialog
          entity="team"
          values={asked.under ? { parent: asked.under } : {}}
          onMade={() => {}}
          onClose={() => setAsked(null)}
        />
      )}
      {asked?.what === 'edit' && (
        <EditDialog entity={entity} record={asked.team} onClose={() => setAsked(null)} />
      )}
    </SettingsPage>
  )
}
