import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { Skeleton } from '../../ui/state.tsx'

/** The pages as they will be printed; drawn anew when the record changes. */
export function Preview({ operation, id, revision }: { operation: string; id: string; revision: unknown }) {
  const { t } = useTranslation()
  const page = useQuery({
    queryKey: ['preview', operation, id, revision],
    queryFn: ({ signal }) =>
      api<{ svg: string }>(`operations/${operation}`, { method: 'POST', body: { id }, signal }),
    placeholderData: (before) => before,
    gcTime: 0,
  })
  const [source, setSource] = useState<string>()
  const svg = page.data?.svg
  useEffect(() => {
    if (!svg) return undefined
    const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
    setSource(url)
    return () => URL.revokeObjectURL(url)
  }, [svg])
  if (page.error) return <FailedToLoad error={page.error} retry={() => void page.refetch()} />
  if (!source) return <Skeleton lines={6} />
  return (
    <img
      ref={(img) => img?.scrollIntoView({ block: 'nearest' })}
      src={source}
      alt={t('selling.preview')}
      className="w-full rounded-md border border-line bg-white"
    />
  )
}
