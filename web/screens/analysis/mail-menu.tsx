import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Mail, MailCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api, newKey, query } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { keys, type Page } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuChoice } from '../../ui/menu.tsx'
import { say } from '../../ui/toast.tsx'

const plural = 'reportMails'
const never = 'never'

/** How often a saved report comes to him by mail. */
export function MailMenu({ view }: { view: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const entity = useCatalogue().entities['reportMail']
  const filter = {
    and: [
      ['view', 'is', view],
      ['owner', 'isMe'],
    ],
  }
  const key = [...keys.lists(plural), view]
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) =>
      api<Page>(`${plural}${query({ filter, limit: 1, fields: 'every' })}`, { signal }),
    enabled: entity !== undefined,
  })
  if (!entity || !data) return null
  const row = data.items[0]
  const choose = async (every: string) => {
    const asked =
      every === never
        ? row && api(plural, { method: 'DELETE', body: { ids: [row.id] } })
        : row
          ? api(`${plural}/${row.id}`, { method: 'PATCH', body: { every }, revision: row.revision })
          : api(plural, { method: 'POST', body: { view, every }, once: newKey() })
    await asked?.catch((e: Error) => void say(e.message, { tone: 'danger' }))
    await client.invalidateQueries({ queryKey: key })
  }
  const Icon = row ? MailCheck : Mail
  return (
    <Menu
      align="end"
      trigger={
        <Button look="quiet" aria-label={t('analysis.mail')}>
          <Icon size={15} />
          <span className="hidden sm:inline">{t('analysis.mail')}</span>
        </Button>
      }
    >
      <MenuChoice
        value={(row?.['every'] as string | undefined) ?? never}
        items={[never, 'day', 'week', 'month'].map((value) => ({
          value,
          label: t(`analysis.mailEvery.${value}`),
        }))}
        onChange={(every) => void choose(every)}
      />
    </Menu>
  )
}
