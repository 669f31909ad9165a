import { useNavigate } from '@tanstack/react-router'
import { SearchX, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { EntityIcon } from '../../shell/icons.tsx'
import { show } from '../../shell/overlays.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/state.tsx'
import type { ListState } from './use-list.ts'

/** Nothing to show, for one of three reasons; each says what to do. */
export function EmptyList({ list }: { list: ListState }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { entity, set } = list
  if (list.bin)
    return (
      <EmptyState
        icon={<Trash2 size={22} />}
        title={t('list.emptyBin')}
        actions={<Button onClick={() => set({ bin: undefined })}>{t('list.leaveBin')}</Button>}
      >
        {t('list.emptyBinHow')}
      </EmptyState>
    )
  if (list.filter || list.q)
    return (
      <EmptyState
        icon={<SearchX size={22} />}
        title={t('list.nothingFits')}
        actions={
          <Button onClick={() => set({ filter: { and: [] }, q: undefined })}>{t('list.showAll')}</Button>
        }
      >
        {t('list.nothingFitsHow')}
      </EmptyState>
    )
  return (
    <EmptyState
      icon={<EntityIcon entity={entity} size={22} />}
      title={t('list.empty', { what: entity.labelPlural })}
      actions={
        entity.rights.create && (
          <>
            <Button look="solid" onClick={() => show({ kind: 'create', entity: entity.name })}>
              {t('shell.createOne', { what: entity.label.toLowerCase() })}
            </Button>
            <Button
              onClick={() =>
                void navigate({ to: '/import' as never, search: { entity: entity.name } as never })
              }
            >
              {t('list.importFile')}
            </Button>
          </>
        )
      }
    >
      {t(entity.rights.create ? 'list.emptyHow' : 'list.emptyNone')}
    </EmptyState>
  )
}
