import { useId, useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, newKey } from '../../api.ts'
import type { Entity, Field as FieldSpec } from '../../catalogue.ts'
import { Control } from '../../kinds/value.tsx'
import { Field } from '../../ui/field.tsx'
import { Banner } from '../../ui/state.tsx'

type Values = Record<string, unknown>

/** Sections of the form with the fields this user may fill in. */
export function sectionsOf(entity: Entity, may: 'create' | 'update') {
  const known = entity.form.map(({ section, fields }) => ({ section, fields: fields.filter((key) => entity.fields[key]?.[may]) }))
  const placed = new Set(entity.form.flatMap((s) => s.fields))
  const custom = Object.keys(entity.fields).filter((key) => key.startsWith('custom.') && !placed.has(key) && entity.fields[key]?.[may])
  return [...known, { section: '', fields: custom }].filter((s) => s.fields.length > 0)
}

const wide = new Set(['longText', 'richText', 'address', 'personName', 'messenger', 'email', 'phone'])
const isWide = (field: FieldSpec) => wide.has(field.input) && (field.many || field.input === 'personName' || field.input.endsWith('Text'))

/** A form drawn from the catalogue. `send` gets the filled values and a key under which a repeat is done once. */
export function RecordForm({ entity, id, start, send }: {
  entity: Entity
  id: string
  start: Values
  send: (values: Values, once: string) => Promise<void>
}) {
  const { t } = useTranslation()
  const [values, setValues] = useState<Values>(start)
  const [error, setError] = useState<unknown>(null)
  const once = useRef(newKey())
  const formId = useId()
  const submit = async (e: FormEvent) => {
    e.preventDefault()
    await send(values, once.current).catch((failure: unknown) => {
      once.current = newKey()
      setError(failure)
    })
  }
  const problems = error instanceof ApiError ? error : null
  const placed = sectionsOf(entity, 'create').flatMap((s) => s.fields)
  const loose = problems?.problems.filter((p) => !placed.some((key) => p.path.includes(key))) ?? []
  return (
    <form id={id} onSubmit={(e) => void submit(e)} noValidate className="flex flex-col gap-5 pb-2">
      {error !== null && (
        <Banner tone="danger">
          {loose.length ? loose.map((p) => p.message).join(' ') : (problems?.message ?? t('ui.unreachableHow'))}
        </Banner>
      )}
      {sectionsOf(entity, 'create').map(({ section, fields }, i) => (
        <fieldset key={section || formId} className="min-w-0">
          {section && i > 0 && <legend className="mb-2 font-medium">{section}</legend>}
          <div className="grid grid-cols-1 gap-x-4 gap-y-3 sm:grid-cols-2">
            {fields.map((key, n) => {
              const field = entity.fields[key]!
              return (
                <div key={key} className={isWide(field) ? 'sm:col-span-2' : ''}>
                  <Field label={field.label} hint={field.hint} required={field.required} error={problems?.about(key)}>
                    {(slot) => (
                      <Control
                        {...slot}
                        field={field}
                        autoFocus={i === 0 && n === 0}
                        value={values[key] ?? null}
                        onChange={(value) => setValues((all) => ({ ...all, [key]: value }))}
                      />
                    )}
                  </Field>
                </div>
              )
            })}
          </div>
        </fieldset>
      ))}
    </form>
  )
}
