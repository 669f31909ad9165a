import { CheckSquare, Handshake, Phone, Upload, UserPlus, type LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { titleOf } from '../../kinds/index.ts'
import type { Rec } from '../../records.ts'
import { show } from '../../shell/overlays.ts'
import { Button } from '../../ui/button.tsx'

type Here = { id: string; title: string; entity: string }
type Quick = {
  key: string
  Icon: LucideIcon
  /** The entity of which it makes a record. */
  makes: string
  values(here: Here): Record<string, unknown>
}

/** What a salesperson does on a client's page most; each makes a record that knows where it belongs. */
const quick: readonly Quick[] = [
  { key: 'call', Icon: Phone, makes: 'activity', values: (record) => ({ kind: 'call', record }) },
  { key: 'task', Icon: CheckSquare, makes: 'activity', values: (record) => ({ kind: 'task', record }) },
  { key: 'deal', Icon: Handshake, makes: 'deal', values: (here) => ({ [here.entity]: here }) },
  { key: 'contact', Icon: UserPlus, makes: 'contact', values: (here) => ({ [here.entity]: here }) },
]

export function QuickActions({
  entity,
  record,
  openFiles,
}: {
  entity: Entity
  record: Rec
  openFiles: () => void
}) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  if (record['deletedAt']) return null
  const here = { id: record.id, title: titleOf(catalogue, entity.name, record), entity: entity.name }
  const fits = ({ makes }: Quick) => {
    const made = catalogue.entities[makes]
    return made?.rights.create && (made.fields['record'] ?? made.fields[entity.name]) && makes !== entity.name
  }
  const canFile = catalogue.entities['attachment']?.rights.create && entity.card
  if (!entity.card && !['deal', 'lead'].includes(entity.name)) return null
  return (
    <span className="flex flex-wrap gap-1.5 @3xl:ml-auto">
      {quick.filter(fits).map(({ key, Icon, makes, values }) => (
        <Button key={key} onClick={() => show({ kind: 'create', entity: makes, values: values(here) })}>
          <Icon size={14} aria-hidden />
          <span className="sr-only @xl:not-sr-only">{t(`record.quick.${key}`)}</span>
        </Button>
      ))}
      {canFile && (
        <Button onClick={openFiles}>
          <Upload size={14} aria-hidden />
          <span className="sr-only @xl:not-sr-only">{t('record.quick.file')}</span>
        </Button>
      )}
    </span>
  )
}
