import { Copy } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Input } from '../../ui/input.tsx'
import { say } from '../../ui/toast.tsx'
import { copyText } from '../../ui/copy.ts'

/** A secret or a link that is shown this once. */
export function OnceShown({
  title,
  about,
  value,
  onClose,
}: {
  title: string
  about: string
  value: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const copy = () => void copyText(value).then(() => say(t('settings.copied')))
  return (
    <Dialog
      open
      size="md"
      onClose={onClose}
      title={title}
      about={about}
      actions={<Button onClick={onClose}>{t('ui.close')}</Button>}
    >
      <div className="flex gap-2 pb-2">
        <Input
          readOnly
          aria-label={title}
          value={value}
          className="font-mono"
          onFocus={(e) => e.target.select()}
        />
        <Button look="solid" autoFocus onClick={copy}>
          <Copy size={14} /> {t('settings.copy')}
        </Button>
      </div>
    </Dialog>
  )
}
