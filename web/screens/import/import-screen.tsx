import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { FileUp } from 'lucide-react'
import { useState, type DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, query } from '../../api.ts'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { formatNumber, formatTime } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { Field } from '../../ui/field.tsx'
import { PageBar, PageTitle } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { Banner, Progress } from '../../ui/state.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { sentenceOf } from '../sign-in/problem.ts'
import type { Run } from './run.ts'
import { StatusBadge } from './status-badge.tsx'
import { upload } from './upload.ts'

/** What may come in from a file: everything one may create, the things of every day first. */
function useImportable() {
  const { entities, navigation } = useCatalogue()
  const shown = navigation.flatMap((m) => m.entities)
  // Parts that come in files: roles of accounts, stages; not saved views or webhooks.
  const comes = (e: Entity) => e.part && (e.partOf !== undefined || (e.keys ?? []).length > 0)
  const rest = Object.keys(entities).filter((name) => !shown.includes(name) && comes(entities[name]!))
  const order = ['account', 'contact', 'product', 'deal', ...shown, ...rest]
  return [...new Set(order)].flatMap((name) => (entities[name]?.rights.create ? entities[name] : []))
}

export function ImportScreen() {
  const { t } = useTranslation()
  return (
    <>
      <PageBar>
        <PageTitle>{t('import.title')}</PageTitle>
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line">
        <div className="mx-auto flex max-w-4xl flex-col gap-8 px-4 py-6 sm:px-8">
          <Drop />
          <Former />
        </div>
      </div>
    </>
  )
}

/** A file is chosen or dropped; what its rows are is said before. */
function Drop() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const importable = useImportable()
  const asked = new URLSearchParams(location.search).get('of')
  const [entity, setEntity] = useState(
    importable.find((e) => e.name === asked)?.name ?? importable[0]?.name ?? '',
  )
  const [over, setOver] = useState(false)
  const [share, setShare] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const take = async (file: File | undefined) => {
    if (!file) return
    setError(null)
    setShare(0)
    try {
      const run = await upload(file, entity, setShare)
      await navigate({ to: `/import/${run.id}` as never })
    } catch (failure) {
      setError(failure)
      setShare(null)
    }
  }
  const drop = (e: DragEvent) => {
    e.preventDefault()
    setOver(false)
    void take(e.dataTransfer.files[0])
  }
  if (importable.length === 0) return <Banner>{t('import.nothingToCreate')}</Banner>
  return (
    <section className="flex flex-col gap-4">
      <div className="max-w-xs">
        <Field label={t('import.rowsAre')}>
          {(slot) => (
            <Select
              {...slot}
              value={entity}
              onChange={setEntity}
              items={importable.map((e) => ({ value: e.name, label: e.labelPlural }))}
            />
          )}
        </Field>
      </div>
      {error !== null && <Banner tone="danger">{sentenceOf(error, t)}</Banner>}
      {share === null ? (
        <label
          onDragOver={(e) => (e.preventDefault(), setOver(true))}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
          className={cx(
            'flex flex-col items-center gap-1 rounded-xl border border-dashed px-6 py-12 text-center has-focus-visible:outline-2 has-focus-visible:outline-accent',
            over ? 'border-accent bg-accent-soft' : 'border-field-line hover:bg-hover',
          )}
        >
          <FileUp size={24} strokeWidth={1.5} className="mb-2 text-ink-3" />
          <span className="text-md font-semibold">{t('import.drop')}</span>
          <span className="text-ink-2">{t('import.dropAbout')}</span>
          <input
            type="file"
            className="sr-only"
            accept=".csv,.tsv,.txt,.xlsx,.vcf,.ics,text/csv,text/vcard,text/calendar"
            onChange={(e) => void take(e.target.files?.[0])}
          />
        </label>
      ) : (
        <div className="rounded-xl border border-line px-6 py-10">
          <p className="mb-3 text-center">{t(share < 1 ? 'import.sending' : 'import.reading')}</p>
          <Progress value={share < 1 ? share : null} max={1} label={t('import.sending')} />
        </div>
      )}
    </section>
  )
}

/** Imports there were: where each stands, and the way to it. */
function Former() {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const found = useInfiniteQuery({
    queryKey: ['imports', 'list'],
    queryFn: ({ pageParam }) =>
      api<{ items: Run[]; next: string | null }>(`imports${query({ after: pageParam })}`),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })
  const runs = found.data?.pages.flatMap((p) => p.items) ?? []
  if (runs.length === 0) return null
  return (
    <section>
      <h2 className="mb-1 font-semibold">{t('import.former')}</h2>
      <Table>
        <thead>
          <tr>
            <Th>{t('import.file')}</Th>
            <Th>{t('import.rows')}</Th>
            <Th className="text-right">{t('import.taken')}</Th>
            <Th>{t('import.state')}</Th>
            <Th>{t('import.when')}</Th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <Td className="max-w-60 truncate">
                <Link to={`/import/${run.id}` as never} className="font-medium hover:underline">
                  {run.file}
                </Link>
              </Td>
              <Td className="text-ink-2">{entities[run.entity]?.labelPlural ?? run.entity}</Td>
              <Td className="figures text-right">
                {run.counts ? formatNumber(run.counts.new + run.counts.changed) : ''}
              </Td>
              <Td>
                <StatusBadge run={run} />
              </Td>
              <Td className="figures whitespace-nowrap text-ink-2">
                {[formatTime(run.createdAt), run.createdBy?.title].filter(Boolean).join(' · ')}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {found.hasNextPage && (
        <Button look="quiet" onClick={() => void found.fetchNextPage()}>
          {t('record.earlier')}
        </Button>
      )}
    </section>
  )
}
