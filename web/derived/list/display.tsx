import { SlidersHorizontal } from 'lucide-react'
import { lazy } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Popover } from '../../ui/popover.tsx'
import type { ListState } from './use-list.ts'

const DisplayPanel = lazy(() => import('./display-panel.tsx').then((m) => ({ default: m.DisplayPanel })))

/** How the list is drawn: order, groups, columns. */
export function Display({ list }: { list: ListState }) {
  const { t } = useTranslation()
  return (
    <Popover
      align="end"
      label={t('list.display')}
      className="w-80 p-3"
      trigger={
        <Button look="quiet" size="sm" aria-label={t('list.display')}>
          <SlidersHorizontal size={14} />
          <span className="hidden lg:inline">{t('list.display')}</span>
        </Button>
      }
    >
      <DisplayPanel list={list} />
    </Popover>
  )
}
