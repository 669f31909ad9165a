import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { keys, type Ref } from '../../records.ts'
import { act } from '../mail/client.ts'
import { LetterOf } from '../mail/letter-of.tsx'

/** A quote by mail: to those of the deal, by a template, with its PDF and the address of its page. */
export default function SendQuote({ entity, record, onClose }: PanelProps & { onClose: () => void }) {
  const { t } = useTranslation()
  const { operations } = useCatalogue()
  const client = useQueryClient()
  const sent = () =>
    Promise.all(['quotes', 'documents'].map((p) => client.invalidateQueries({ queryKey: keys.all(p) })))
  const idOf = (key: string) => (record[key] as Ref | null)?.id ?? null
  return (
    <LetterOf
      entity={entity}
      record={record}
      about={{ deal: idOf('deal'), contact: idOf('contact'), account: idOf('account') }}
      file={`${String(record['number'])}.pdf`}
      link={t('selling.linkGoes')}
      onSent={sent}
      otherwise={
        record['status'] === 'sent'
          ? undefined
          : {
              label: operations['quote.send']!.summary,
              run: () => act('quote.send', { id: record.id }).then(sent),
            }
      }
      onClose={onClose}
    />
  )
}
