import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { asked, screen } from '../../live.ts'
import { useNarrow } from '../../narrow.ts'
import { Avatar } from '../../ui/avatar.tsx'
import type { PanelProps } from './panels.ts'

type Person = { id: string; name: string }
type Open = { entity: string; id: string } | null

const mostNamed = 3
const mostOnAPhone = 2

// One after another: what was opened last must be what the server hears last.
let saying: Promise<unknown> = Promise.resolve()
const say = (open: Open): Promise<Person[]> => {
  const said = saying.then(() =>
    api<{ people: Person[] }>(`live/${screen}`, { method: 'PUT', body: { open } }).then(
      ({ people }) => people,
      () => [],
    ),
  )
  saying = said
  return said
}

/** Says that this tab has the record open, again whenever it is asked; answers who else has. */
function usePeople(entity: string, id: string) {
  const [people, setPeople] = useState<Person[]>([])
  useEffect(() => {
    let isLeft = false
    const answer = () => void say({ entity, id }).then((there) => isLeft || setPeople(there))
    answer()
    addEventListener(asked, answer)
    return () => {
      isLeft = true
      removeEventListener(asked, answer)
      void say(null)
    }
  }, [entity, id])
  return people
}

/** The faces of those who have the record open at this moment. */
export default function Presence({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const people = usePeople(entity.name, record.id)
  const most = useNarrow() ? mostOnAPhone : mostNamed
  if (people.length === 0) return null
  const rest = people.slice(most)
  return (
    <ul
      aria-label={t('presence.here')}
      className="flex w-0 grow items-center justify-end gap-2.5 text-sm sm:mr-1.5"
    >
      {people.slice(0, most).map(({ id, name }) => (
        <li
          key={id}
          data-tip={t('presence.hasItOpen', { name })}
          className="flex min-w-6 items-center gap-1.5 text-ink-2"
        >
          <span className="relative flex">
            <Avatar name={name} />
            <span
              aria-hidden
              className="absolute -right-0.5 -bottom-0.5 size-2 rounded-full border border-canvas bg-success"
            />
          </span>
          <span className="truncate">{name}</span>
        </li>
      ))}
      {rest.length > 0 && (
        <li data-tip={rest.map((p) => p.name).join(', ')} className="figures shrink-0 text-ink-3">
          +{rest.length}
          <span className="sr-only">{rest.map((p) => p.name).join(', ')}</span>
        </li>
      )}
    </ul>
  )
}
