import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Switch } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import type { Saveable } from './saved-views.tsx'
import type { SavedView } from './use-views.ts'
import { viewActs } from './view-acts.ts'

/** What a saved view is called, and who sees it. */
export function NameDialog({
  what,
  view,
  onClose,
}: {
  what: Saveable
  /** A new one when absent. */
  view?: SavedView | undefined
  onClose: () => void
}) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [name, setName] = useState(view?.name ?? '')
  const [isShared, setShared] = useState(view?.isShared ?? false)
  const [error, setError] = useState<string>()
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (!name.trim()) return setError(t('list.nameNeeded'))
    const acts = viewActs(client, what, t)
    const done = view ? acts.rename(view, name.trim(), isShared) : acts.make(name.trim(), isShared)
    void done.then(onClose, (failure: Error) => setError(failure.message || t('ui.unreachableHow')))
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(view ? 'list.renameView' : 'list.saveView')}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button look="solid" type="submit" form="view-name">
            {t('ui.save')}
          </Button>
        </>
      }
    >
      <form id="view-name" onSubmit={submit} className="flex flex-col gap-3 pb-1">
        <Field label={t('list.viewName')} error={error}>
          {(slot) => (
            <Input
              {...slot}
              autoFocus
              value={name}
              maxLength={200}
              onChange={(e) => setName(e.target.value)}
            />
          )}
        </Field>
        <label className="flex items-center gap-2.5">
          <Switch checked={isShared} onCheckedChange={setShared} />
          <span>{t('list.shareView')}</span>
        </label>
      </form>
    </Dialog>
  )
}
