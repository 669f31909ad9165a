import { useTranslation } from 'react-i18next'
import type { Entity } from '../../catalogue.ts'
import { kindOf, textOf } from '../../kinds/index.ts'
import { formatTime } from '../../format.ts'
import type { Rec, Ref } from '../../records.ts'
import { FieldLine } from './field-line.tsx'

export { FieldLine }

/** What is on no form: managed fields, and those that came after the form was drawn. */
const unplaced = (entity: Entity) => {
  const placed = new Set(entity.form.flatMap((s) => s.fields))
  return Object.keys(entity.fields).filter(
    (key) => !placed.has(key) && !entity.fields[key]!.system && entity.fields[key]!.read,
  )
}

/** All fields of a record, section by section. */
export function RecordFields({ entity, record }: { entity: Entity; record: Rec }) {
  const { t } = useTranslation()
  const sections = [...entity.form, { section: t('record.more'), fields: unplaced(entity) }]
  return (
    <>
      {sections.map(({ section, fields }, i) => {
        const seen = fields.filter((key) => {
          const field = entity.fields[key]
          return field?.read && field.input !== 'json' && !kindOf(field).inForms
        })
        if (seen.length === 0) return null
        return (
          <section key={`${i} ${section}`} className="border-b border-line py-3 last:border-0">
            <h2 className="mb-1 text-sm font-medium text-ink-3">{section}</h2>
            <dl>
              {seen.map((key) => (
                <FieldLine key={key} entity={entity} record={record} path={key} />
              ))}
            </dl>
          </section>
        )
      })}
      <Origin entity={entity} record={record} />
    </>
  )
}

/** Who made it and who changed it last. */
function Origin({ entity, record }: { entity: Entity; record: Rec }) {
  const { t } = useTranslation()
  const line = (key: 'created' | 'updated') => {
    const at = record[`${key}At`] as string | undefined
    const by = record[`${key}By`] as Ref | null | undefined
    if (!at) return null
    const field = entity.fields[`${key}By`]
    return (
      <p key={key}>
        {t(`record.${key}`, { at: formatTime(at), by: by && field ? textOf(field, by) : t('record.nobody') })}
      </p>
    )
  }
  return <div className="py-3 text-sm text-ink-3">{(['created', 'updated'] as const).map(line)}</div>
}
