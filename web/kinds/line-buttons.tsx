import { Plus, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../ui/button.tsx'

type Pressed = { onClick: () => void; disabled?: boolean | undefined }

/** Below the lines of a value that has several. */
export const AddLine = ({ label, ...pressed }: Pressed & { label: string }) => (
  <Button look="quiet" size="sm" className="self-start" {...pressed}>
    <Plus size={13} /> {label}
  </Button>
)

export function RemoveLine({ className, ...pressed }: Pressed & { className?: string }) {
  const { t } = useTranslation()
  return (
    <IconButton size="sm" label={t('ui.removeLine')} className={className} {...pressed}>
      <X size={13} />
    </IconButton>
  )
}
