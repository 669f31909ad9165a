import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api.ts'
import { looseProblems, problemAt } from '../../derived/form/problems.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Banner } from '../../ui/state.tsx'
import { sentenceOf } from '../sign-in/problem.ts'

/** A small form in a dialog. `send` throws what the server refuses; it is said at the field or above all. */
export function FormDialog({
  title,
  about,
  submit,
  fields,
  send,
  onClose,
  children,
}: {
  title: string
  about?: string
  submit: string
  /** Fields that say their own problems. */
  fields: readonly string[]
  send: () => Promise<unknown>
  onClose: () => void
  children: (problem: (field: string) => string | undefined) => ReactNode
}) {
  const { t } = useTranslation()
  const form = useId()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const run = async (e: FormEvent) => {
    e.preventDefault()
    setBusy(true)
    setError(null)
    await send().then(onClose, setError)
    setBusy(false)
  }
  const problems = error instanceof ApiError ? error.problems : []
  const loose = looseProblems(problems, fields)
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      about={about}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={form} look="solid" busy={busy}>
            {submit}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={(e) => void run(e)} className="flex flex-col gap-3 pb-2">
        {error !== null && (loose.length > 0 || problems.length === 0) && (
          <Banner tone="danger">
            {loose.length ? loose.map((p) => p.message).join(' ') : sentenceOf(error, t)}
          </Banner>
        )}
        {children((field) => problemAt(problems, field))}
      </form>
    </Dialog>
  )
}
