import { useQuery } from '@tanstack/react-query'
import { Link2, Paperclip } from 'lucide-react'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { keys, type Rec } from '../../records.ts'
import { useSorry } from '../settings/use-all.ts'
import { ask, type Person } from './client.ts'
import { Compose, type About, type By } from './compose.tsx'

type Letter = { to: Person[]; subject: string; html: string }

/** A letter with something of the house's: `entity.letter` begins it, by a template or without, `entity.mail` sends it. */
export function LetterOf({
  entity,
  record,
  about,
  file,
  link,
  onSent,
  otherwise,
  onClose,
}: {
  entity: Entity
  record: Rec
  about: About
  /** The file that goes with it, and what is said of its link. */
  file: string | null
  link: string
  onSent: () => Promise<unknown>
  otherwise?: By['otherwise']
  onClose: () => void
}) {
  const { operations } = useCatalogue()
  const sorry = useSorry()
  const letter = (template?: string) =>
    ask<Letter>(`${entity.name}.letter`, { id: record.id, ...(template ? { template } : {}) })
  const { data } = useQuery({
    queryKey: [...keys.one(entity.plural, record.id), 'letter'],
    queryFn: () => letter().catch((e: unknown) => (sorry(e), { to: [], subject: '', html: '' }) as Letter),
    gcTime: 0,
  })
  if (!data) return null
  return (
    <Compose
      about={about}
      start={{
        to: data.to[0]?.address ?? '',
        offers: data.to,
        subject: data.subject,
        html: data.html,
      }}
      by={{
        operation: `${entity.name}.mail`,
        input: { id: record.id },
        fill: letter,
        title: operations[`${entity.name}.mail`]!.summary,
        onSent,
        otherwise,
        note: (
          <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
            {file && (
              <span className="flex items-center gap-1.5">
                <Paperclip size={13} aria-hidden /> {file}
              </span>
            )}
            <span className="flex items-center gap-1.5">
              <Link2 size={13} aria-hidden /> {link}
            </span>
          </p>
        ),
      }}
      onClose={onClose}
    />
  )
}
