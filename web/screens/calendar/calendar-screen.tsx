import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { today } from '../../days.ts'
import { useLookup } from '../../kinds/reference-edit.tsx'
import { useNarrow } from '../../narrow.ts'
import type { Ref } from '../../records.ts'
import { useKeys } from '../../shell/keys.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { MultiSelect } from '../../ui/combobox.tsx'
import { PageBar, PageTitle } from '../../ui/page.tsx'
import { hues } from '../../ui/tag.tsx'
import { agendaQuery } from '../activities/journal.ts'
import { eventsOf } from './events.ts'
import { Grid } from './grid.tsx'
import { shapes, spanOf, step, titleOf, type Shape, type State } from './shape.ts'

const none: readonly Ref[] = []

/** What is shown stands in the address. */
function useShown(): [State, (change: Partial<State>) => void] {
  const narrow = useNarrow()
  const search = useSearch({ strict: false }) as { shape?: Shape; day?: string; people?: Ref[] }
  const navigate = useNavigate()
  const state = {
    shape: shapes.includes(search.shape!) ? search.shape! : narrow ? ('day' as const) : ('week' as const),
    day: /^\d{4}-\d\d-\d\d$/.test(search.day ?? '') ? search.day! : today(),
    people: Array.isArray(search.people) ? search.people : none,
  }
  const change = (next: Partial<State>) =>
    void navigate({ to: '.', search: { ...state, ...next } as never, replace: true })
  return [state, change]
}

const startOf = (day: string) => new Date(`${day}T00:00`).toISOString()

export function CalendarScreen() {
  const { t } = useTranslation()
  const [state, change] = useShown()
  const { entities } = useCatalogue()
  const [from, to] = spanOf(state)
  const { data } = useQuery(
    agendaQuery(
      startOf(from),
      startOf(to),
      state.people.map((p) => p.id),
    ),
  )
  const { people } = state
  const events = useMemo(() => eventsOf(data ?? [], people, hues), [data, people])
  useKeys({
    t: () => change({ day: today() }),
    arrowleft: () => change({ day: step(state, -1) }),
    arrowright: () => change({ day: step(state, 1) }),
    d: () => change({ shape: 'day' }),
    w: () => change({ shape: 'week' }),
    m: () => change({ shape: 'month' }),
  })
  return (
    <>
      <PageBar
        actions={
          <div role="group" aria-label={t('activities.shape')} className="flex gap-0.5">
            {shapes.map((shape) => (
              <Button
                key={shape}
                look={state.shape === shape ? 'outline' : 'quiet'}
                aria-pressed={state.shape === shape}
                onClick={() => change({ shape })}
              >
                {t(`activities.shapes.${shape}`)}
              </Button>
            ))}
          </div>
        }
      >
        <PageTitle>{t('activities.calendar')}</PageTitle>
      </PageBar>
      <div className="flex flex-wrap items-center gap-1.5 border-t border-line px-3 py-2 sm:px-4">
        <IconButton size="sm" label={t('activities.before')} onClick={() => change({ day: step(state, -1) })}>
          <ChevronLeft size={15} />
        </IconButton>
        <IconButton size="sm" label={t('activities.after')} onClick={() => change({ day: step(state, 1) })}>
          <ChevronRight size={15} />
        </IconButton>
        <Button size="sm" onClick={() => change({ day: today() })}>
          {t('activities.today')}
        </Button>
        <h2 className="min-w-0 flex-1 px-1 font-medium" aria-live="polite">
          {titleOf(state)}
        </h2>
        {entities['user'] && (
          <span className="w-full sm:w-72">
            <People value={state.people} onChange={(people) => change({ people })} />
          </span>
        )}
      </div>
      <Grid state={state} events={events} onDay={(day) => change({ day, shape: 'day' })} />
    </>
  )
}

function People({ value, onChange }: { value: readonly Ref[]; onChange: (people: Ref[]) => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(false)
  const found = useLookup('user', typed, open)
  return (
    <MultiSelect<Ref>
      aria-label={t('activities.whose')}
      placeholder={t('activities.whose')}
      items={found.data ?? []}
      value={value}
      itemKey={(p) => p.id}
      itemLabel={(p) => p.title}
      onSearch={setTyped}
      onOpenChange={setOpen}
      onChange={(people) => onChange(people.map(({ id, title }) => ({ id, title })))}
    />
  )
}
