import { useTranslation } from 'react-i18next'
import { Badge, type Tone } from '../../ui/tag.tsx'
import type { Run, Status } from './run.ts'

const tones: Partial<Record<Status, Tone>> = {
  done: 'success',
  failed: 'danger',
  interrupted: 'warning',
  cancelled: 'warning',
  running: 'accent',
  checking: 'accent',
}

export const StatusBadge = ({ run }: { run: Run }) => {
  const { t } = useTranslation()
  return <Badge tone={tones[run.status] ?? 'plain'}>{t(`import.statuses.${run.status}`)}</Badge>
}
