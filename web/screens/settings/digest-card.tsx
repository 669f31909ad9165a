import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, query } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { keys, type Page } from '../../records.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { Banner } from '../../ui/state.tsx'
import { Card } from './part.tsx'
import { useNotificationSetting } from './use-notification-setting.ts'

const usual = 8
const hours = Array.from({ length: 24 }, (_, h) => ({
  value: String(h),
  label: `${String(h).padStart(2, '0')}:00`,
}))

/** The letter of the morning: whether, at what hour, and whether there is a mailbox to send it. */
export function DigestCard() {
  const { t } = useTranslation()
  const setting = useNotificationSetting()
  const { digest, digestHour } = setting?.fields ?? {}
  if (!setting || !digest || !digestHour) return null
  const wish = (setting.row?.['digest'] as string | null) ?? 'daily'
  const hour = String((setting.row?.['digestHour'] as number | null) ?? usual)
  return (
    <Card
      title={digest.label}
      about={t('settings.digest.about')}
      actions={
        <Link to="/$plural" params={{ plural: 'notices' }} className="text-accent-strong hover:underline">
          {t('settings.digest.ledger')}
        </Link>
      }
    >
      <div className="grid max-w-md gap-4 pt-2 pb-1 sm:grid-cols-2">
        <Field label={t('settings.digest.when')}>
          {(slot) => (
            <Select
              {...slot}
              value={wish}
              onChange={(v) => void setting.set({ digest: v })}
              items={(digest.options ?? []).map(({ key, label }) => ({ value: key, label }))}
            />
          )}
        </Field>
        {wish !== 'never' && (
          <Field label={digestHour.label}>
            {(slot) => (
              <Select
                {...slot}
                value={hour}
                onChange={(v) => void setting.set({ digestHour: Number(v) })}
                items={hours}
              />
            )}
          </Field>
        )}
      </div>
      {wish !== 'never' && <Way />}
    </Card>
  )
}

/** From where to where it goes, or what is missing. */
function Way() {
  const { t } = useTranslation()
  const { user, entities } = useCatalogue()
  const mailbox = entities['mailbox']
  const { data } = useQuery({
    queryKey: [...keys.lists('mailboxes'), 'notices'],
    queryFn: ({ signal }) =>
      api<Page>(
        `mailboxes${query({
          filter: {
            and: [
              ['sendsNotices', 'is', true],
              ['isActive', 'is', true],
            ],
          },
          limit: 1,
          fields: 'address',
        })}`,
        { signal },
      ),
    enabled: mailbox !== undefined,
  })
  if (!data) return null
  const from = data.items[0]?.['address'] as string | undefined
  if (!from)
    return (
      <div className="py-2">
        <Banner
          tone="warning"
          actions={
            mailbox?.rights.update === 'all' ? (
              <Link to={'/mailboxes' as never} className="text-accent-strong hover:underline">
                {t('settings.digest.choose')}
              </Link>
            ) : undefined
          }
        >
          {t('settings.digest.noMailbox')}{' '}
          {mailbox?.rights.update === 'all' ? '' : t('settings.digest.askAdministrator')}
        </Banner>
      </div>
    )
  return (
    <p className="pt-1 pb-2 text-sm text-ink-3">
      {user.email ? t('settings.digest.way', { from, to: user.email }) : t('settings.digest.noAddress')}
    </p>
  )
}
