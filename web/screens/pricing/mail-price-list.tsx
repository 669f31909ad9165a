import { useTranslation } from 'react-i18next'
import type { PanelProps } from '../../derived/record/panels.ts'
import type { Ref } from '../../records.ts'
import { LetterOf } from '../mail/letter-of.tsx'

/** A price list by mail: to each a letter of his own, by a template, with the file and a link of his. */
export default function MailPriceList({
  entity,
  record,
  onSent,
  onClose,
}: PanelProps & { onSent: () => Promise<unknown>; onClose: () => void }) {
  const { t } = useTranslation()
  const file = record['file'] as { name: string } | null
  return (
    <LetterOf
      entity={entity}
      record={record}
      about={{ account: (record['account'] as Ref | null)?.id ?? null }}
      file={record['format'] === 'link' ? null : (file?.name ?? null)}
      link={t('pricing.linkOfEach')}
      onSent={onSent}
      onClose={onClose}
    />
  )
}
