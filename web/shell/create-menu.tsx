import { Plus } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../catalogue.ts'
import { IconButton } from '../ui/button.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { EntityIcon } from './icons.tsx'
import { show } from './overlays.ts'

/** What this user may create, the things of everyday first. */
export function useCreatable() {
  const { entities, navigation } = useCatalogue()
  const shown = navigation.flatMap((m) => m.entities)
  const order = ['deal', 'contact', 'account', ...shown]
  return [...new Set(order)].flatMap((n) =>
    entities[n]?.rights.create && shown.includes(n) ? entities[n] : [],
  )
}

export function CreateMenu({ trigger }: { trigger?: ReactElement }) {
  const { t } = useTranslation()
  const creatable = useCreatable()
  if (creatable.length === 0) return null
  return (
    <Menu
      trigger={
        trigger ?? (
          <IconButton label={t('shell.create')} keys="c" look="outline">
            <Plus size={16} />
          </IconButton>
        )
      }
    >
      {creatable.map((e) => (
        <MenuItem
          key={e.name}
          icon={<EntityIcon entity={e} size={15} />}
          onSelect={() => show({ kind: 'create', entity: e.name })}
        >
          {e.label}
        </MenuItem>
      ))}
    </Menu>
  )
}
