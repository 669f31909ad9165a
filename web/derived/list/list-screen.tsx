import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { byPlural, useCatalogue } from '../../catalogue.ts'
import { Value } from '../../kinds/value.tsx'
import { listQuery, valueAt } from '../../records.ts'
import { NotFound } from '../../shell/failed.tsx'
import { PageBar, PageTitle } from '../../ui/page.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'

export function ListScreen() {
  const { plural } = useParams({ from: '/signed-in/$plural' })
  const entity = byPlural(useCatalogue(), plural)
  const query = useInfiniteQuery({ ...listQuery(plural, { sort: entity?.list.sort }), enabled: entity !== undefined })
  if (!entity) return <NotFound />
  const columns = entity.list.columns.filter((key) => entity.fields[key])
  return (
    <>
      <PageBar><PageTitle>{entity.labelPlural}</PageTitle></PageBar>
      <div className="overflow-auto px-4">
        <Table>
          <thead><tr>{columns.map((key) => <Th key={key}>{entity.fields[key]!.label}</Th>)}</tr></thead>
          <tbody>
            {query.data?.pages.flatMap((p) => p.items).map((r) => (
              <tr key={r.id}>
                {columns.map((key) => (
                  <Td key={key}>
                    {key === entity.title ? <Link to="/$plural/$id" params={{ plural, id: r.id }}><Value inside field={entity.fields[key]!} value={valueAt(r, key)} /></Link> : <Value field={entity.fields[key]!} value={valueAt(r, key)} />}
                  </Td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </>
  )
}
