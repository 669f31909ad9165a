import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { compareText } from '../../format.ts'
import { Combobox } from '../../ui/combobox.tsx'

/** One of the kinds of record that he may read; those that people open by themselves first. */
export function ChooseRecords({ value, onChange }: { value: Entity | null; onChange: (of: string) => void }) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const items = Object.values(entities)
    .filter((e) => e.rights.read)
    .sort((a, b) => Number(a.part) - Number(b.part) || compareText(a.labelPlural, b.labelPlural))
  return (
    <Combobox
      aria-label={t('analysis.records')}
      placeholder={t('analysis.records')}
      items={items}
      itemKey={(e) => e.name}
      itemLabel={(e) => e.labelPlural}
      value={value}
      required
      onChange={(e) => e && onChange(e.name)}
    />
  )
}
