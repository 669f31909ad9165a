import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, newKey } from '../../api.ts'
import type { Entity } from '../../catalogue.ts'
import { kindOf } from '../../kinds/index.ts'
import { Control } from '../../kinds/value.tsx'
import { cx } from '../../ui/class.ts'
import { SignInBeside } from '../../shell/sign-in-beside.tsx'
import { Field } from '../../ui/field.tsx'
import { Banner } from '../../ui/state.tsx'
import { stopsAtUnread } from '../../ui/unread.ts'
import { looseProblems, problemAt } from './problems.ts'

type Values = Record<string, unknown>
type Section = { section: string; fields: readonly string[] }

/** Sections of the form with the fields this user may fill in. */
export function sectionsOf(entity: Entity, may: 'create' | 'update'): Section[] {
  const known = entity.form.map(({ section, fields }) => ({
    section,
    fields: fields.filter((key) => entity.fields[key]?.[may]),
  }))
  const placed = new Set(entity.form.flatMap((s) => s.fields))
  const custom = Object.keys(entity.fields).filter(
    (key) => key.startsWith('custom.') && !placed.has(key) && entity.fields[key]?.[may],
  )
  return [...known, { section: '', fields: custom }].filter((s) => s.fields.length > 0)
}

/** A form drawn from the catalogue. `send` gets the filled values and a key under which a repeat is done once. */
export function RecordForm({
  entity,
  id,
  start,
  send,
  onChange,
  may = 'create',
}: {
  entity: Entity
  id: string
  start: Values
  /** A new record or one that is there: some fields are given only once. */
  may?: 'create' | 'update'
  send: (values: Values, once: string) => Promise<void>
  onChange?: (values: Values) => void
}) {
  const { t } = useTranslation()
  const [values, setValues] = useState<Values>(start)
  const [error, setError] = useState<unknown>(null)
  const once = useRef(newKey())
  const frame = useRef<HTMLFormElement>(null)
  const sections = sectionsOf(entity, may)
  const problems = error instanceof ApiError ? error.problems : []
  const loose = looseProblems(
    problems,
    sections.flatMap((s) => s.fields),
  )
  const set = (key: string, value: unknown) => {
    const next = { ...values, [key]: value }
    setValues(next)
    onChange?.(next)
  }
  const submit = async (e: FormEvent) => {
    e.preventDefault()
    e.stopPropagation()
    if (stopsAtUnread(frame.current)) return
    await send(values, once.current).catch((failure: unknown) => {
      once.current = newKey()
      setError(failure)
    })
  }
  // A refusal leads the eye and the keyboard to the first field it is about.
  useEffect(() => {
    if (error) frame.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [error])
  useEffect(() => {
    const form = frame.current
    const onKeyDown = (e: KeyboardEvent) => {
      if (e.key !== 'Enter' || !(e.ctrlKey || e.metaKey)) return
      e.preventDefault()
      form?.requestSubmit()
    }
    form?.addEventListener('keydown', onKeyDown)
    return () => form?.removeEventListener('keydown', onKeyDown)
  }, [])
  const isNeeded = (s: Section) =>
    s.fields.some((key) => entity.fields[key]!.required || problemAt(problems, key))
  return (
    <form
      id={id}
      ref={frame}
      onSubmit={(e) => void submit(e)}
      noValidate
      className="flex flex-col gap-4 pb-2"
    >
      {error !== null && (loose.length > 0 || problems.length === 0) && (
        <Banner tone="danger" actions={<SignInBeside error={error} />}>
          {loose.length
            ? loose.map((p) => p.message).join(' ')
            : error instanceof ApiError
              ? error.message
              : t('ui.unreachableHow')}
        </Banner>
      )}
      {problems
        .flatMap((p) => p.record ?? [])
        .map(({ id: other, title }) => (
          <Link
            key={other}
            to="/$plural/$id"
            params={{ plural: entity.plural, id: other }}
            target="_blank"
            className="self-start font-medium text-accent hover:underline"
          >
            {t('ui.openOther', { title })}
          </Link>
        ))}
      {sections.map((s, i) => (
        <FormSection key={s.section || i} title={s.section} isFirst={i === 0} isNeeded={isNeeded(s)}>
          {s.fields.map((key, n) => (
            <div key={key} className={kindOf(entity.fields[key]!).wide ? 'sm:col-span-2' : ''}>
              <Field
                label={entity.fields[key]!.label}
                hint={entity.fields[key]!.hint}
                required={entity.fields[key]!.required}
                error={problemAt(problems, key)}
              >
                {(slot) => (
                  <Control
                    {...slot}
                    field={entity.fields[key]!}
                    autoFocus={i === 0 && n === 0}
                    value={values[key] ?? null}
                    {...(kindOf(entity.fields[key]!).inForms ? { among: values } : {})}
                    onChange={(value) => set(key, value)}
                  />
                )}
              </Field>
            </div>
          ))}
        </FormSection>
      ))}
    </form>
  )
}

/** What is filled in first stands open; the rest waits folded. */
function FormSection({
  title,
  isFirst,
  isNeeded,
  children,
}: {
  title: string
  isFirst: boolean
  isNeeded: boolean
  children: React.ReactNode
}) {
  const [asked, setAsked] = useState(false)
  const isOpen = isFirst || isNeeded || asked
  return (
    <section className={isFirst ? '' : 'border-t border-line pt-3'} aria-label={title}>
      {!isFirst && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setAsked(!isOpen)}
          className="flex h-7 w-full items-center gap-1 font-medium text-ink-2 hover:text-ink"
        >
          <ChevronRight size={14} className={cx('text-ink-3 transition-transform', isOpen && 'rotate-90')} />{' '}
          {title}
        </button>
      )}
      {isOpen && (
        <div className={cx('grid grid-cols-1 gap-x-4 gap-y-3 sm:grid-cols-2', !isFirst && 'mt-2')}>
          {children}
        </div>
      )}
    </section>
  )
}
