import { useTranslation } from 'react-i18next'
import { useCatalogue, useEntity } from '../catalogue.ts'
import { isEmpty } from '../kinds/index.ts'
import { titleOf } from '../kinds/index.ts'
import { Value } from '../kinds/value.tsx'
import { valueAt, type Rec } from '../records.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Table, Td, Th } from '../ui/table.tsx'

/** Two people changed the same field: both values, and a choice. */
export function Conflict({
  entity: name,
  mine,
  theirs,
  keep,
  replace,
  onClose,
}: {
  entity: string
  mine: Record<string, unknown>
  theirs: Rec
  keep: () => void
  replace: () => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const entity = useEntity(name)
  const choose = (run: () => void) => {
    onClose()
    run()
  }
  const cell = (path: string, value: unknown) => {
    const field = entity.fields[path]
    return !field || isEmpty(value) ? '—' : <Value inside field={field} value={value} />
  }
  return (
    <Dialog
      open
      onClose={() => choose(keep)}
      title={t('shell.conflict.title')}
      about={t('shell.conflict.about', { name: titleOf(catalogue, name, theirs) })}
      actions={
        <>
          <Button onClick={() => choose(replace)}>{t('shell.conflict.replace')}</Button>
          <Button look="solid" onClick={() => choose(keep)}>
            {t('shell.conflict.keep')}
          </Button>
        </>
      }
    >
      <Table>
        <thead>
          <tr>
            <Th>{t('shell.conflict.field')}</Th>
            <Th>{t('shell.conflict.theirs')}</Th>
            <Th>{t('shell.conflict.mine')}</Th>
          </tr>
        </thead>
        <tbody>
          {Object.keys(mine).map((path) => (
            <tr key={path}>
              <Td className="text-ink-2">{entity.fields[path]?.label ?? path}</Td>
              <Td>{cell(path, valueAt(theirs, path))}</Td>
              <Td>{cell(path, mine[path])}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Dialog>
  )
}
