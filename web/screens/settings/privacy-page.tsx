import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEntity } from '../../catalogue.ts'
import { CreateDialog } from '../../derived/form/create-dialog.tsx'
import { EditDialog } from '../../derived/form/edit-dialog.tsx'
import { formatTime } from '../../format.ts'
import { textOf } from '../../kinds/index.ts'
import type { Rec } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/state.tsx'
import { Badge } from '../../ui/tag.tsx'
import { Card, SettingsPage } from './part.tsx'
import { RetentionCard } from './retention-card.tsx'
import { useAll } from './use-all.ts'
import { WithdrawCard } from './withdraw-card.tsx'

type Wording = { version: number; text: string; textEn: string | null; at: string }

/** What we write to people for, and the words they agree to, in all their versions. */
export function PrivacyPage() {
  const { t } = useTranslation()
  const entity = useEntity('consentPurpose')
  const purposes = useAll(entity.plural)
  const [asked, setAsked] = useState<Rec | 'new' | null>(null)
  const close = () => setAsked(null)
  const add = (
    <Button look="solid" onClick={() => setAsked('new')}>
      {t('privacy.addPurpose')}
    </Button>
  )
  return (
    <SettingsPage title={t('settings.pages.privacy')} about={t('privacy.about')} actions={add}>
      {purposes.data?.length === 0 && (
        <EmptyState icon={<ShieldCheck size={22} />} title={t('privacy.noPurposes')}>
          {t('privacy.noPurposesHow')}
        </EmptyState>
      )}
      {purposes.data?.map((p) => (
        <Card
          key={p.id}
          title={
            <span className="flex flex-wrap items-center gap-2">
              {String(p['name'])}
              <Badge>{textOf(entity.fields['basis']!, p['basis'])}</Badge>
              {p['asksInForms'] === true && <Badge tone="success">{t('privacy.inForms')}</Badge>}
              {p['isActive'] !== true && <Badge tone="warning">{t('privacy.notInUse')}</Badge>}
            </span>
          }
          actions={
            <Button size="sm" onClick={() => setAsked(p)}>
              {t('settings.edit')}
            </Button>
          }
        >
          <div className="flex flex-col gap-1 py-2">
            <p className="text-ink-2">{textOf(entity.fields['channels']!, p['channels'])}</p>
            {((p['versions'] as Wording[] | null) ?? []).toReversed().map((w, i) => (
              <details key={w.version} open={i === 0}>
                <summary className="min-h-6 cursor-pointer text-sm text-ink-3">
                  {t('privacy.version', { n: w.version, at: formatTime(w.at) })}
                </summary>
                <p className="wrap-anywhere whitespace-pre-wrap">{w.text}</p>
                {w.textEn && <p className="mt-1 wrap-anywhere whitespace-pre-wrap text-ink-3">{w.textEn}</p>}
              </details>
            ))}
          </div>
        </Card>
      ))}
      <WithdrawCard />
      <RetentionCard />
      {asked === 'new' && <CreateDialog entity="consentPurpose" onMade={() => {}} onClose={close} />}
      {asked && asked !== 'new' && <EditDialog entity={entity} record={asked} onClose={close} />}
    </SettingsPage>
  )
}
