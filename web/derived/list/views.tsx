import { Trash2, Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import type { Filter } from '../../records.ts'
import { show } from '../../shell/overlays.ts'
import { MenuItem } from '../../ui/menu.tsx'
import { ViewChanges, ViewMenu, type Saveable } from './saved-views.tsx'
import type { ListSearch } from './search.ts'
import type { ListState } from './use-list.ts'

const clean: Partial<ListSearch> = {
  as: undefined,
  filter: undefined,
  sort: undefined,
  columns: undefined,
  group: undefined,
  by: undefined,
  sum: undefined,
  q: undefined,
  bin: undefined,
}

function useSaveable({ entity, bin, saved, definition, isChanged, set }: ListState): Saveable {
  const { t } = useTranslation()
  const what = entity.labelPlural
  return {
    of: entity.name,
    title: bin ? t('list.bin', { what }) : what,
    usual: t('list.everything', { what }),
    isElsewhere: bin,
    saved,
    definition,
    isChanged,
    standing: (entity.list.views ?? []).map(({ label, filter, sort }) => ({
      label,
      show: () => set({ ...clean, view: undefined, filter: filter as Filter, sort }),
    })),
    open: (view) => set({ ...clean, view: view?.id }),
  }
}

/** The name of the list: opens the saved views. */
export function ListViews({ list }: { list: ListState }) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const { entity } = list
  const mayBeSegment =
    ['account', 'contact', 'lead'].includes(entity.name) && entities['segment']?.rights.create
  return (
    <ViewMenu what={useSaveable(list)}>
      {mayBeSegment && (
        <MenuItem
          icon={<Users size={14} />}
          onSelect={() =>
            show({ kind: 'create', entity: 'segment', values: { of: entity.name, filter: list.filter } })
          }
        >
          {t('list.saveAsSegment')}
        </MenuItem>
      )}
      <MenuItem
        icon={<Trash2 size={14} />}
        onSelect={() => list.set({ ...clean, view: undefined, bin: true })}
      >
        {t('list.openBin')}
      </MenuItem>
    </ViewMenu>
  )
}

export const ListChanges = ({ list }: { list: ListState }) => <ViewChanges what={useSaveable(list)} />
