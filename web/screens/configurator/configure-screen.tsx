import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Blocks, Undo2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, newKey } from '../../api.ts'
import { useCatalogue, useEntity } from '../../catalogue.ts'
import { ReferenceEdit } from '../../kinds/reference-edit.tsx'
import { keys, type Ref } from '../../records.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { useKeys } from '../../shell/keys.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { PageBar, PageTitle } from '../../ui/page.tsx'
import { Banner, EmptyState, Skeleton } from '../../ui/state.tsx'
import { say } from '../../ui/toast.tsx'
import { createRecord, updateRecord } from '../../writing.ts'
import { useAll } from '../settings/use-all.ts'
import { run, useChoices, useModel, useRecord, type Choices } from './configuration.ts'
import { OptionTree } from './option-tree.tsx'
import { Picture, Prices } from './summary.tsx'

/** What a link to this page may say: which model, which saved configuration, for which record and client. */
type Search = { model?: string; configuration?: string; record?: string; account?: string }

export function ConfigureScreen() {
  const { t } = useTranslation()
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const catalogue = useCatalogue()
  const client = useQueryClient()
  const [models, configurations] = [useEntity('optionModel'), useEntity('configuration')]
  const saved = useRecord(configurations.plural, search.configuration ?? null)
  const released = useAll(models.plural, { filter: ['status', 'is', 'released'], fields: 'name', limit: 500 })
  // Where there is one model only, nobody is asked which.
  const only = released.data?.length === 1 && !search.configuration ? released.data[0]!.id : null
  const modelId = search.model ?? saved?.model?.id ?? only
  const model = useRecord(models.plural, modelId)
  const account = search.account ?? saved?.account?.id ?? null
  const { choices, choose, set, begin, undo, canUndo } = useChoices()
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    if (!saved) return
    begin(saved.choices as Choices)
    setName(String(saved['name'] ?? ''))
    // Begun anew with another saved one only.
  }, [saved?.id]) // oxlint-disable-line react-hooks/exhaustive-deps
  useKeys({ 'mod+z': undo })
  const { options, evaluation, error } = useModel(modelId, account, choices)
  const top = options.find((o) => o.parent === null)
  const [entity, recordId] = search.record?.split(':') ?? []
  const target = entity ? catalogue.entities[entity] : undefined

  const pick = (ref: Ref | null) =>
    void navigate({ to: '/configure' as never, search: { ...search, model: ref?.id } as never })
  const failed = (e: unknown) =>
    say(e instanceof ApiError ? (e.problems[0]?.message ?? e.message) : t('ui.unreachableHow'), {
      tone: 'danger',
    })
  const completed = () =>
    run<{ choices: Choices }>('configurator.complete', { model: modelId, account, choices }).then(
      (found) => set(found.choices),
      failed,
    )
  const save = async () => {
    setBusy(true)
    const values = {
      name: name.trim() || String(model?.['name'] ?? ''),
      model: { id: modelId },
      ...(account ? { account: { id: account } } : {}),
      choices,
    }
    try {
      const record = target && recordId ? { entity: target.name, id: recordId } : undefined
      const kept = saved
        ? await updateRecord(client, configurations, saved, values)
        : await createRecord(client, configurations, { ...values, ...(record ? { record } : {}) }, newKey())
      if (target && recordId) {
        await run('configuration.add_to', { id: kept.id, to: record })
        void client.invalidateQueries({ queryKey: keys.all(target.plural) })
        void client.invalidateQueries()
        say(t('configurator.added'))
        await navigate({ to: '/$plural/$id', params: { plural: target.plural, id: recordId } })
      } else {
        say(t('configurator.saved'))
        await navigate({
          to: '/$plural/$id',
          params: { plural: configurations.plural, id: kept.id },
        })
      }
    } catch (e) {
      failed(e)
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <PageBar
        actions={
          <IconButton label={t('ui.undo')} keys="mod+z" disabled={!canUndo} onClick={undo}>
            <Undo2 size={15} />
          </IconButton>
        }
      >
        <PageTitle>{t('configurator.title')}</PageTitle>
        {target && recordId && (
          <Link
            to="/$plural/$id"
            params={{ plural: target.plural, id: recordId }}
            className="truncate text-ink-3 hover:text-ink hover:underline"
          >
            {t('configurator.for', { what: target.label.toLowerCase() })}
          </Link>
        )}
      </PageBar>
      <div className="@container min-h-0 flex-1 overflow-y-auto border-t border-line">
        <div className="grid gap-6 p-4 @3xl:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="flex min-w-0 flex-col gap-4">
            <Field label={models.label}>
              {(slot) => (
                <ReferenceEdit
                  {...slot}
                  field={models.fields['revisionOf']!}
                  value={model ? { id: model.id, title: String(model['name']) } : null}
                  onChange={pick}
                />
              )}
            </Field>
            {error ? (
              <FailedToLoad error={error} retry={() => void client.invalidateQueries()} />
            ) : !modelId ? (
              <EmptyState icon={<Blocks size={22} />} title={t('configurator.begin')}>
                {t('configurator.beginHow')}
              </EmptyState>
            ) : !evaluation || !top ? (
              <Skeleton lines={6} />
            ) : evaluation.isPossible ? (
              <OptionTree
                model={modelId}
                options={options}
                evaluation={evaluation}
                choices={choices}
                choose={choose}
                parent={top}
              />
            ) : (
              <Banner tone="danger" actions={<Button onClick={undo}>{t('ui.undo')}</Button>}>
                {evaluation.reasons.map((r) => r.text).join(' ')}
              </Banner>
            )}
          </div>
          {evaluation?.isPossible && model && (
            <aside
              aria-label={t('configurator.price')}
              className="flex min-w-0 flex-col gap-4 @3xl:sticky @3xl:top-4 @3xl:self-start"
            >
              <Picture model={model} options={options} evaluation={evaluation} />
              <Prices evaluation={evaluation} />
              {!evaluation.isWhole && (
                <Banner
                  tone="warning"
                  actions={
                    <Button size="sm" onClick={() => void completed()}>
                      {t('configurator.complete')}
                    </Button>
                  }
                >
                  {t('configurator.notWhole')}
                </Banner>
              )}
              {configurations.rights.create && (
                <>
                  <Field label={configurations.fields['name']!.label}>
                    {(slot) => (
                      <Input
                        {...slot}
                        value={name}
                        placeholder={String(model['name'] ?? '')}
                        onChange={(e) => setName(e.target.value)}
                      />
                    )}
                  </Field>
                  <Button
                    look="solid"
                    size="lg"
                    busy={busy}
                    disabled={!evaluation.isWhole || model['status'] === 'draft'}
                    onClick={() => void save()}
                  >
                    {target ? t('configurator.add', { what: target.label.toLowerCase() }) : t('ui.save')}
                  </Button>
                  {model['status'] === 'draft' && (
                    <p className="text-sm text-ink-3">{t('configurator.draft')}</p>
                  )}
                </>
              )}
            </aside>
          )}
        </div>
      </div>
    </>
  )
}
