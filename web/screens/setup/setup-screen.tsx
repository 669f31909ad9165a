import { Building2, Store } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Front } from '../start/front.tsx'
import { SamplePeople, type Made } from './sample-people.tsx'
import { SetupForm } from './setup-form.tsx'

type Choice = 'own' | 'sample'

/** The first page of an empty installation. */
export function SetupScreen() {
  const { t } = useTranslation()
  const [choice, setChoice] = useState<Choice | null>(null)
  const [made, setMade] = useState<Made | null>(null)
  const done = (result: Made) => {
    if (choice === 'own') location.assign('/start')
    else setMade(result)
  }
  if (made) return <SamplePeople made={made} />
  if (choice) return <SetupForm sample={choice === 'sample'} onBack={() => setChoice(null)} onMade={done} />
  return (
    <Front wide title={t('setup.title')} about={t('setup.about')}>
      <div className="grid gap-3 sm:grid-cols-2">
        <Way
          icon={<Building2 size={20} strokeWidth={1.75} />}
          title={t('setup.own')}
          about={t('setup.ownAbout')}
          onClick={() => setChoice('own')}
        />
        <Way
          icon={<Store size={20} strokeWidth={1.75} />}
          title={t('setup.sample')}
          about={t('setup.sampleAbout')}
          onClick={() => setChoice('sample')}
        />
      </div>
    </Front>
  )
}

const Way = ({
  icon,
  title,
  about,
  onClick,
}: {
  icon: ReactNode
  title: string
  about: string
  onClick: () => void
}) => (
  <button
    type="button"
    onClick={onClick}
    className="group flex flex-col gap-1 rounded-xl border border-line-strong bg-surface p-5 text-left transition-colors hover:border-accent"
  >
    <span className="mb-2 text-ink-3 group-hover:text-accent-strong">{icon}</span>
    <span className="text-lg font-semibold">{title}</span>
    <span className="text-md text-ink-2">{about}</span>
  </button>
)
