import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

/** Search and new records need the server: said at once, not after something was typed. */
export function AwayDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('ui.away')}
      actions={
        <Button look="solid" onClick={onClose}>
          {t('ui.close')}
        </Button>
      }
    >
      <p className="text-ink-2">{t('offline.notNow')}</p>
    </Dialog>
  )
}
