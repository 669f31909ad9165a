import { useQueryClient } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { Fragment, memo, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { catalogueQuery, useCatalogue, type Entity, type Scope } from '../../catalogue.ts'
import { keys, type Rec } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { cx } from '../../ui/class.ts'
import { Select } from '../../ui/select.tsx'
import { Banner } from '../../ui/state.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { Badge } from '../../ui/tag.tsx'
import { say } from '../../ui/toast.tsx'
import {
  nothing,
  reaches,
  scopesFor,
  withRead,
  type EntityRight,
  type FieldRight,
  type Rights,
} from './rights.ts'
import { useSorry } from './use-all.ts'

type By = (right: EntityRight) => EntityRight
type Change = (by: By) => void

/** A matrix of entities and what may be done with them; each line opens into its fields. */
export function RightsEditor({ role }: { role: Rec }) {
  const { t } = useTranslation()
  const { entities, navigation } = useCatalogue()
  const client = useQueryClient()
  const sorry = useSorry()
  const kept = (role['rights'] ?? {}) as Rights
  const [draft, setDraft] = useState(kept)
  const isFixed = role['key'] === 'administrator'
  const isChanged = JSON.stringify(draft) !== JSON.stringify(kept)
  const save = () =>
    void api('operations/role.set_rights', { method: 'POST', body: { id: role.id, rights: draft } }).then(
      async () => {
        say(t('settings.roles.saved'))
        await client.invalidateQueries({ queryKey: keys.all('roles') })
        await client.invalidateQueries(catalogueQuery)
      },
      sorry,
    )
  const shown = new Set(navigation.flatMap((m) => m.entities))
  const rest = Object.keys(entities).filter((name) => !shown.has(name))
  const modules = [...navigation, { module: 'rest', label: t('settings.roles.rest'), entities: rest }]
  const change = useCallback(
    (name: string, by: By) => setDraft((all) => ({ ...all, [name]: by(all[name] ?? nothing) })),
    [],
  )
  if (isFixed) return <Banner>{t('settings.roles.administrator')}</Banner>
  return (
    <>
      <Table>
        <thead>
          <tr>
            <Th className="w-full">{t('settings.roles.what')}</Th>
            {(['read', 'create', 'update', 'delete', 'export'] as const).map((verb) => (
              <Th key={verb}>{t(`settings.roles.verbs.${verb}`)}</Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {modules.map((m) => (
            <Fragment key={m.module}>
              <tr>
                <th
                  scope="colgroup"
                  colSpan={6}
                  className="pt-4 pb-1 text-left text-xs font-medium text-ink-3"
                >
                  {m.label}
                </th>
              </tr>
              {m.entities.map(
                (name) =>
                  entities[name] && (
                    <Line
                      key={name}
                      entity={entities[name]}
                      role={String(role['key'])}
                      right={draft[name] ?? nothing}
                      changeOf={change}
                    />
                  ),
              )}
            </Fragment>
          ))}
        </tbody>
      </Table>
      <div className="sticky bottom-0 -mx-4 flex items-center gap-2 border-t border-line bg-surface px-4 py-3 sm:-mx-8 sm:px-8">
        <Button look="solid" disabled={!isChanged} onClick={save}>
          {t('ui.save')}
        </Button>
        <Button look="quiet" disabled={!isChanged} onClick={() => setDraft(kept)}>
          {t('settings.roles.revert')}
        </Button>
        <span className="hidden text-sm text-ink-3 sm:inline">{t('settings.roles.atOnce')}</span>
      </div>
    </>
  )
}

type LineProps = {
  entity: Entity
  role: string
  right: EntityRight
  changeOf: (name: string, by: By) => void
}

/** Drawn anew only as its own right changes: there are as many lines as there are entities. */
const Line = memo(function Line({ entity, role, right, changeOf }: LineProps) {
  const { t } = useTranslation()
  const change: Change = (by) => changeOf(entity.name, by)
  const [open, setOpen] = useState(false)
  const scopes = scopesFor(entity, role)
  const named = (all: readonly Scope[]) =>
    all.map((value) => ({ value, label: t(`settings.roles.scopes.${value}`) }))
  const within = scopes.filter((s) => reaches(right.read, s))
  const label = (verb: string) => `${entity.labelPlural}: ${t(`settings.roles.verbs.${verb}`)}`
  const limited = Object.values(right.fields).filter((f) => f !== 'write').length
  return (
    <>
      <tr className={right.read === 'none' ? 'text-ink-3' : ''}>
        <Td>
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="flex items-center gap-1.5 py-1 whitespace-nowrap hover:text-ink"
          >
            <ChevronRight size={14} className={cx('text-ink-3 transition-transform', open && 'rotate-90')} />
            <span className="font-medium">{entity.labelPlural}</span>
            {limited > 0 && <Badge tone="warning">{t('settings.roles.limited', { count: limited })}</Badge>}
          </button>
        </Td>
        <Td>
          <ScopeSelect
            label={label('read')}
            items={named(scopes)}
            value={right.read}
            onChange={(v) => change((r) => withRead(r, v))}
          />
        </Td>
        <Td>
          <Checkbox
            aria-label={label('create')}
            checked={right.create}
            onCheckedChange={(v) => change((r) => ({ ...r, create: v }))}
          />
        </Td>
        <Td>
          <ScopeSelect
            label={label('update')}
            items={named(within)}
            value={right.update}
            onChange={(v) => change((r) => ({ ...r, update: v }))}
          />
        </Td>
        <Td>
          <ScopeSelect
            label={label('delete')}
            items={named(within)}
            value={right.delete}
            onChange={(v) => change((r) => ({ ...r, delete: v }))}
          />
        </Td>
        <Td>
          <Checkbox
            aria-label={label('export')}
            disabled={right.read === 'none'}
            checked={right.export}
            onCheckedChange={(v) => change((r) => ({ ...r, export: v }))}
          />
        </Td>
      </tr>
      {open && (
        <tr>
          <Td colSpan={6} className="bg-canvas px-4! py-3">
            <Fields entity={entity} right={right} change={change} />
          </Td>
        </tr>
      )}
    </>
  )
})

const ScopeSelect = ({
  label,
  items,
  value,
  onChange,
}: {
  label: string
  items: { value: Scope; label: string }[]
  value: Scope
  onChange: (v: Scope) => void
}) => <Select aria-label={label} className="h-7! w-28!" items={items} value={value} onChange={onChange} />

/** Which fields a role sees and writes; what is not said, it may. */
function Fields({ entity, right, change }: { entity: Entity; right: EntityRight; change: Change }) {
  const { t } = useTranslation()
  const paths = Object.keys(entity.fields).filter((key) => !entity.fields[key]!.system)
  const set = (key: string, value: FieldRight) =>
    change((r) => {
      const { [key]: _, ...others } = r.fields
      return { ...r, fields: value === 'write' ? others : { ...others, [key]: value } }
    })
  return (
    <ul className="grid gap-x-8 gap-y-1 sm:grid-cols-2">
      {paths.map((key) => (
        <li key={key} className="flex items-center justify-between gap-3">
          <span className="truncate">{entity.fields[key]!.label}</span>
          <Select
            aria-label={`${entity.labelPlural}: ${entity.fields[key]!.label}`}
            className="h-7! w-36!"
            value={right.fields[key] ?? 'write'}
            onChange={(v) => set(key, v)}
            items={(['write', 'read', 'none'] as const)
              .filter((v) => v !== 'none' || key !== entity.title)
              .map((value) => ({ value, label: t(`settings.roles.fieldRights.${value}`) }))}
          />
        </li>
      ))}
    </ul>
  )
}
