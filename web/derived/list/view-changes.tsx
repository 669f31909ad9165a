import { useQueryClient } from '@tanstack/react-query'
import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { Button } from '../../ui/button.tsx'
import type { Saveable } from './saved-views.tsx'
import { viewActs } from './view-acts.ts'
import { NameDialog } from './view-name.tsx'

export default function ViewChanges({ what }: { what: Saveable }) {
  const { t } = useTranslation()
  const { user } = useCatalogue()
  const client = useQueryClient()
  const [naming, setNaming] = useState(false)
  const { saved } = what
  const isMine = saved?.owner?.id === user.id
  return (
    <span className="ml-auto flex items-center gap-1">
      <Button look="quiet" size="sm" aria-label={t('list.reset')} onClick={() => what.open(saved)}>
        <Undo2 size={13} />
        <span className="hidden sm:inline">{t('list.reset')}</span>
      </Button>
      {saved && isMine && (
        <Button
          look="quiet"
          size="sm"
          className="text-accent-strong!"
          onClick={() => void viewActs(client, what, t).keep(saved)}
        >
          {t('list.keepView')}
        </Button>
      )}
      {!(saved && isMine) && (
        <Button look="quiet" size="sm" className="text-accent-strong!" onClick={() => setNaming(true)}>
          {t('list.saveView')}
        </Button>
      )}
      {naming && <NameDialog what={what} onClose={() => setNaming(false)} />}
    </span>
  )
}
