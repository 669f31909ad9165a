import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import type { Ref } from '../../records.ts'

const pause = 400

/** While a comment is typed: who is called in it but does not see the record, and so will not be told. */
export function InVain({ record, body }: { record: { entity: string; id: string }; body: string }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(body), pause)
    return () => clearTimeout(timer)
  }, [body])
  const { data } = useQuery({
    queryKey: ['comments', 'reach', record.entity, record.id, asked],
    queryFn: ({ signal }) =>
      api<{ unseen: Ref[] }>('operations/comment.reach', {
        method: 'POST',
        body: { record, body: asked },
        signal,
      }),
    enabled: asked.includes('@'),
    retry: false,
  })
  const names = asked.includes('@') ? (data?.unseen ?? []).map((u) => u.title) : []
  if (names.length === 0) return null
  return (
    <p role="status" className="text-sm text-warning">
      {t('activities.inVain', { names: names.join(', '), count: names.length })}
    </p>
  )
}
