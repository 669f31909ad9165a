import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEntity } from '../../catalogue.ts'
import { CreateDialog } from '../../derived/form/create-dialog.tsx'
import { EditDialog } from '../../derived/form/edit-dialog.tsx'
import { isEmpty } from '../../kinds/index.ts'
import { Value } from '../../kinds/value.tsx'
import type { Rec } from '../../records.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/state.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { X } from 'lucide-react'
import { Card, SettingsPage } from './part.tsx'
import { useAll, useChanges } from './use-all.ts'

/** How low prices may go, and who decides about what is lower. */
export function FloorsPage() {
  const { t } = useTranslation()
  return (
    <SettingsPage title={t('settings.pages.floors')} about={t('settings.floors.about')}>
      <Rules
        name="floorRule"
        title={t('settings.floors.rules')}
        none={t('settings.floors.noRules')}
        columns={['kind', 'value', 'priceList', 'role', 'group', 'product', 'isActive']}
      />
      <Rules
        name="approvalRule"
        title={t('settings.floors.approvals')}
        none={t('settings.floors.noApprovals')}
        columns={['kind', 'position', 'role', 'approver', 'fromAmount', 'hours', 'onTimeout', 'isActive']}
      />
      <Rules
        name="approvalDelegate"
        title={t('settings.floors.delegates')}
        none={t('settings.floors.noDelegates')}
        columns={['user', 'delegate', 'since', 'until']}
      />
    </SettingsPage>
  )
}

function Rules({
  name,
  title,
  none,
  columns,
}: {
  name: string
  title: string
  none: string
  columns: string[]
}) {
  const { t } = useTranslation()
  const entity = useEntity(name)
  const { data } = useAll(entity.plural)
  const { remove } = useChanges(entity.plural)
  const [asked, setAsked] = useState<Rec | 'new' | null>(null)
  const close = () => setAsked(null)
  // A column in which no rule says anything would only take room.
  const shown = columns.filter((key) => data?.some((r) => !isEmpty(r[key])))
  return (
    <Card
      title={title}
      actions={
        <Button size="sm" onClick={() => setAsked('new')}>
          {t('settings.floors.add')}
        </Button>
      }
    >
      {data?.length === 0 && <EmptyState icon={<ShieldCheck size={20} />} title={none} />}
      {Boolean(data?.length) && (
        <Table>
          <thead>
            <tr>
              {shown.map((key) => (
                <Th key={key}>{entity.fields[key]!.label}</Th>
              ))}
              <Th aria-label={t('settings.remove')} />
            </tr>
          </thead>
          <tbody>
            {data!.map((rule) => (
              <tr key={rule.id}>
                {shown.map((key, i) => (
                  <Td key={key}>
                    {i === 0 ? (
                      <button
                        type="button"
                        className="text-left hover:underline"
                        onClick={() => setAsked(rule)}
                      >
                        <Value field={entity.fields[key]!} value={rule[key]} inside />
                      </button>
                    ) : (
                      !isEmpty(rule[key]) && <Value field={entity.fields[key]!} value={rule[key]} />
                    )}
                  </Td>
                ))}
                <Td className="text-right">
                  <IconButton
                    size="sm"
                    label={t('settings.remove')}
                    onClick={() => void remove(rule, entity.label)}
                  >
                    <X size={14} />
                  </IconButton>
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {asked === 'new' && <CreateDialog entity={name} onMade={() => {}} onClose={close} />}
      {asked && asked !== 'new' && <EditDialog entity={entity} record={asked} onClose={close} />}
    </Card>
  )
}
