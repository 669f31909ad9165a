import { Stamp } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEntity, type Entity } from '../../catalogue.ts'
import { CreateDialog } from '../../derived/form/create-dialog.tsx'
import { EditDialog } from '../../derived/form/edit-dialog.tsx'
import { isEmpty } from '../../kinds/index.ts'
import { Value } from '../../kinds/value.tsx'
import type { Rec } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { MenuItem, MenuLine } from '../../ui/menu.tsx'
import { MoreMenu } from '../../ui/more-menu.tsx'
import { EmptyState } from '../../ui/state.tsx'
import { Badge } from '../../ui/tag.tsx'
import { Card, SettingsPage } from './part.tsx'
import { useAll, useChanges } from './use-all.ts'

const shown = [
  'legalName',
  'registrationCode',
  'vatId',
  'iban',
  'bank',
  'address',
  'director',
  'phone',
  'email',
]

/** Whose details stand on documents. */
export function IssuersPage() {
  const { t } = useTranslation()
  const entity = useEntity('issuer')
  const issuers = useAll('issuers')
  const [asked, setAsked] = useState<Rec | 'new' | null>(null)
  const add = (
    <Button look="solid" onClick={() => setAsked('new')}>
      {t('settings.issuers.add')}
    </Button>
  )
  const close = () => setAsked(null)
  return (
    <SettingsPage title={t('settings.pages.issuers')} about={t('settings.issuers.about')} actions={add}>
      {issuers.data?.length === 0 && (
        <EmptyState icon={<Stamp size={22} />} title={t('settings.issuers.none')}>
          {t('settings.issuers.noneHow')}
        </EmptyState>
      )}
      {issuers.data?.map((issuer) => (
        <Issuer key={issuer.id} entity={entity} issuer={issuer} edit={() => setAsked(issuer)} />
      ))}
      {asked === 'new' && (
        <CreateDialog
          entity="issuer"
          values={{ isMain: issuers.data?.length === 0 }}
          onMade={() => {}}
          onClose={close}
        />
      )}
      {asked && asked !== 'new' && <EditDialog entity={entity} record={asked} onClose={close} />}
    </SettingsPage>
  )
}

function Issuer({ entity, issuer, edit }: { entity: Entity; issuer: Rec; edit: () => void }) {
  const { t } = useTranslation()
  const { remove } = useChanges('issuers')
  const name = String(issuer['name'])
  const at = (path: string) => ({ plural: entity.plural, id: issuer.id, path })
  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          {name}
          {Boolean(issuer['isMain']) && <Badge>{entity.fields['isMain']!.label}</Badge>}
        </span>
      }
      actions={
        <>
          <Button size="sm" onClick={edit}>
            {t('settings.edit')}
          </Button>
          <MoreMenu label={t('settings.actionsOf', { name })} size="sm">
            <MenuItem onSelect={edit}>{t('settings.edit')}</MenuItem>
            <MenuLine />
            <MenuItem danger onSelect={() => void remove(issuer, name)}>
              {t('settings.remove')}
            </MenuItem>
          </MoreMenu>
        </>
      }
    >
      <dl className="grid gap-x-6 gap-y-1 py-2 sm:grid-cols-[12rem_minmax(0,1fr)]">
        {[...shown, 'logo'].flatMap((key) => {
          const field = entity.fields[key]
          if (!field || isEmpty(issuer[key])) return []
          return [
            <dt key={key} className="text-ink-3">
              {field.label}
            </dt>,
            <dd key={`${key} value`} className="min-w-0 wrap-anywhere">
              <Value field={field} value={issuer[key]} at={at(key)} />
            </dd>,
          ]
        })}
      </dl>
    </Card>
  )
}
