import { useQueryClient } from '@tanstack/react-query'
import { Check, Lock, Pencil, Save, Trash2, Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { compareText } from '../../format.ts'
import { MenuHeading, MenuItem, MenuLine } from '../../ui/menu.tsx'
import type { Saveable } from './saved-views.tsx'
import { useViews, type SavedView } from './use-views.ts'
import { viewActs } from './view-acts.ts'

/** What is saved, and what can be done with it. */
export default function ViewItems({
  what,
  onName,
}: {
  what: Saveable
  onName: (view: SavedView | 'new') => void
}) {
  const { t } = useTranslation()
  const { user } = useCatalogue()
  const client = useQueryClient()
  const { saved, isElsewhere } = what
  const views = [...(useViews(what.of) ?? [])].sort((a, b) => compareText(a.name, b.name))
  const isMine = saved?.owner?.id === user.id
  const item = (v: SavedView) => (
    <MenuItem
      key={v.id}
      icon={
        v.id === saved?.id ? (
          <Check size={14} className="text-accent" />
        ) : v.isShared ? (
          <Users size={13} />
        ) : (
          <Lock size={13} />
        )
      }
      onSelect={() => what.open(v)}
    >
      {v.name}
    </MenuItem>
  )
  return (
    <>
      <MenuItem
        icon={!saved && !isElsewhere ? <Check size={14} className="text-accent" /> : <span />}
        onSelect={() => what.open(undefined)}
      >
        {what.usual}
      </MenuItem>
      {what.standing?.map(({ label, show }) => (
        <MenuItem key={label} icon={<span />} onSelect={show}>
          {label}
        </MenuItem>
      ))}
      {views.length > 0 && <MenuLine />}
      {views.some((v) => !v.isShared) && <MenuHeading>{t('list.myViews')}</MenuHeading>}
      {views.filter((v) => !v.isShared).map(item)}
      {views.some((v) => v.isShared) && <MenuHeading>{t('list.sharedViews')}</MenuHeading>}
      {views.filter((v) => v.isShared).map(item)}
      <MenuLine />
      {saved && isMine && (
        <MenuItem icon={<Pencil size={13} />} onSelect={() => onName(saved)}>
          {t('list.renameView')}
        </MenuItem>
      )}
      {saved && isMine && (
        <MenuItem icon={<Trash2 size={13} />} onSelect={() => void viewActs(client, what, t).drop(saved)}>
          {t('list.dropView')}
        </MenuItem>
      )}
      <MenuItem icon={<Save size={14} />} onSelect={() => onName('new')}>
        {t('list.saveAsNew')}
      </MenuItem>
    </>
  )
}
