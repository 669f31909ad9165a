import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ChevronDown, ChevronUp, Download, Eye, FilePlus2, Link2, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api.ts'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { titleOf } from '../../kinds/index.ts'
import type { Rec } from '../../records.ts'
import { useKeys } from '../../shell/keys.ts'
import { useOffers } from '../../shell/offers.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { MenuItem, MenuLine } from '../../ui/menu.tsx'
import { MoreMenu } from '../../ui/more-menu.tsx'
import { say } from '../../ui/toast.tsx'
import { binRecords, restoreRecords } from '../../writing.ts'
import { dialogs, onPage } from './dialogs.ts'
import { OperationDialog, questionsOf, useOperation } from './operation-dialog.tsx'
import { useNeighbours } from './use-neighbours.ts'
import { copyText } from '../../ui/copy.ts'

const WhyDialog = lazy(() => import('./why-dialog.tsx').then((m) => ({ default: m.WhyDialog })))

const shownAsButtons = 2
/** What other programs read as a file. */
const files: Record<string, string> = { activity: 'ics', contact: 'vcf' }

/** To the bin at once; the way back is offered, not asked about before. */
function useDelete(entity: Entity, record: Rec, onGone: () => void) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const catalogue = useCatalogue()
  const sorry = (error: unknown) =>
    void say(error instanceof ApiError ? error.message : t('ui.unreachableHow'), { tone: 'danger' })
  const back = () => void restoreRecords(client, entity, [record.id]).catch(sorry)
  return () =>
    void binRecords(client, entity, [record.id]).then(() => {
      onGone()
      say(t('record.binned', { name: titleOf(catalogue, entity.name, record) }), {
        action: { label: t('ui.undo'), run: back },
      })
    }, sorry)
}

/** What can be done with a record: its operations, the neighbours, and the rest behind three dots. */
export function RecordActions({ entity, record }: { entity: Entity; record: Rec }) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const navigate = useNavigate()
  const [asked, setAsked] = useState<string | null>(null)
  const [why, setWhy] = useState(false)
  const run = useOperation(entity, record)
  const remove = useDelete(
    entity,
    record,
    () => void navigate({ to: '/$plural', params: { plural: entity.plural } }),
  )
  const operations = entity.operations.flatMap((name) =>
    catalogue.operations[name] ? [{ name, ...catalogue.operations[name] }] : [],
  )
  const start = (name: string) => {
    const operation = catalogue.operations[name]!
    if (dialogs[name] || questionsOf(operation).length > 0) return setAsked(name)
    void run(name, {}).then(
      () => say(t('record.done', { what: operation.summary })),
      (error: unknown) =>
        say(error instanceof ApiError ? error.message : t('ui.unreachableHow'), { tone: 'danger' }),
    )
  }
  useOffers(operations.map((o) => ({ key: o.name, title: o.summary, run: () => start(o.name) })))
  const copy = () => void copyText(location.href).then(() => say(t('record.linkCopied')))
  const asking = asked && catalogue.operations[asked]
  // Of whatever stands by itself a document may be made, by the templates of its kind.
  const making = entity.part || entity.follows ? undefined : catalogue.operations['document.make']
  const Own = asked ? dialogs[asked] : undefined
  return (
    <>
      {operations
        .filter((o) => !onPage.has(o.name))
        .slice(0, shownAsButtons)
        .map((o) => (
          <span key={o.name} className="hidden lg:contents">
            <Button onClick={() => start(o.name)}>{o.summary}</Button>
          </span>
        ))}
      <Steps entity={entity} id={record.id} />
      <MoreMenu label={t('record.actions')}>
        {operations.map((o) => (
          <MenuItem key={o.name} onSelect={() => start(o.name)}>
            {o.summary}
          </MenuItem>
        ))}
        {operations.length > 0 && <MenuLine />}
        {making && (
          <MenuItem icon={<FilePlus2 size={14} />} onSelect={() => setAsked('document.make')}>
            {making.summary}
          </MenuItem>
        )}
        <MenuItem icon={<Link2 size={14} />} onSelect={copy}>
          {t('record.copyLink')}
        </MenuItem>
        {files[entity.name] && (
          <MenuItem
            icon={<Download size={14} />}
            onSelect={() => location.assign(`/api/${entity.plural}/${record.id}/${files[entity.name]}`)}
          >
            {t('record.asFile', { ending: files[entity.name] })}
          </MenuItem>
        )}
        {catalogue.user.isAdministrator && (
          <MenuItem icon={<Eye size={14} />} onSelect={() => setWhy(true)}>
            {t('record.why.open')}
          </MenuItem>
        )}
        {entity.rights.delete !== 'none' && (
          <>
            <MenuLine />
            <MenuItem danger icon={<Trash2 size={14} />} onSelect={remove}>
              {t('record.delete')}
            </MenuItem>
          </>
        )}
      </MoreMenu>
      {Own && (
        <Suspense>
          <Own entity={entity} record={record} onClose={() => setAsked(null)} />
        </Suspense>
      )}
      {asking && !Own && (
        <OperationDialog
          entity={entity}
          record={record}
          name={asked}
          operation={asking}
          onClose={() => setAsked(null)}
        />
      )}
      {why && (
        <Suspense>
          <WhyDialog entity={entity} record={record} onClose={() => setWhy(false)} />
        </Suspense>
      )}
    </>
  )
}

/** Through the list one came from, without going back to it. */
function Steps({ entity, id }: { entity: Entity; id: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const found = useNeighbours(entity.plural, id)
  const go = (to: string | undefined) => () =>
    void (to && navigate({ to: '/$plural/$id', params: { plural: entity.plural, id: to } }))
  useKeys({ k: go(found?.previous), j: go(found?.next) })
  if (!found) return null
  return (
    <span className="hidden items-center sm:flex">
      <span className="figures px-1 text-sm text-ink-3">
        {t('record.place', { at: found.at, of: found.of })}
      </span>
      <IconButton
        label={t('record.previous')}
        keys="k"
        disabled={!found.previous}
        onClick={go(found.previous)}
      >
        <ChevronUp size={16} />
      </IconButton>
      <IconButton label={t('record.next')} keys="j" disabled={!found.next} onClick={go(found.next)}>
        <ChevronDown size={16} />
      </IconButton>
    </span>
  )
}
