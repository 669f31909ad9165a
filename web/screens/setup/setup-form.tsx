import { useEffect, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiError } from '../../api.ts'
import { formatNumber } from '../../format.ts'
import { currentLocale } from '../../i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Banner, Progress } from '../../ui/state.tsx'
import { sentenceOf } from '../sign-in/problem.ts'
import { Front } from '../start/front.tsx'
import type { Made } from './sample-people.tsx'

type Step = { done: number; total: number }
const fields = ['company', 'name', 'email', 'password'] as const
type Values = Record<(typeof fields)[number], string>

const inputs: Record<(typeof fields)[number], { type: string; autoComplete: string }> = {
  company: { type: 'text', autoComplete: 'organization' },
  name: { type: 'text', autoComplete: 'name' },
  email: { type: 'email', autoComplete: 'username' },
  password: { type: 'password', autoComplete: 'new-password' },
}

function setUp(values: Values, sample: boolean): Promise<Made> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return api<Made>('setup', {
    method: 'POST',
    body: { ...values, locale: currentLocale(), timeZone, sample },
  })
}

/** Who is the first administrator, and of what. */
export function SetupForm({
  sample,
  onBack,
  onMade,
}: {
  sample: boolean
  onBack: () => void
  onMade: (made: Made) => void
}) {
  const { t } = useTranslation()
  const [values, setValues] = useState<Values>({
    company: sample ? t('setup.sampleName') : '',
    name: '',
    email: '',
    password: '',
  })
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (e: FormEvent) => {
    e.preventDefault()
    setBusy(true)
    setError(null)
    await setUp(values, sample).then(onMade, (failure: unknown) => {
      setError(failure)
      setBusy(false)
    })
  }
  const problem = error instanceof ApiError ? error : null
  const named = fields.some((key) => problem?.about(key))
  if (busy && sample) return <Loading />
  return (
    <Front
      title={t(sample ? 'setup.sample' : 'setup.own')}
      about={t(sample ? 'setup.sampleForm' : 'setup.ownForm')}
    >
      <form onSubmit={(e) => void submit(e)} className="flex flex-col gap-3">
        {error !== null && !named && <Banner tone="danger">{sentenceOf(error, t)}</Banner>}
        {fields.map((key, i) => (
          <Field
            key={key}
            label={t(`setup.fields.${key}`)}
            hint={key === 'password' ? t('signIn.newPasswordHint') : undefined}
            error={problem?.about(key)}
          >
            {(slot) => (
              <Input
                {...slot}
                {...inputs[key]}
                required
                autoFocus={sample ? i === 1 : i === 0}
                value={values[key]}
                onChange={(e) => setValues({ ...values, [key]: e.target.value })}
              />
            )}
          </Field>
        ))}
        <div className="mt-2 flex gap-2">
          <Button size="lg" onClick={onBack}>
            {t('signIn.back')}
          </Button>
          <Button type="submit" look="solid" size="lg" busy={busy} className="flex-1">
            {t(sample ? 'setup.makeSample' : 'setup.makeOwn')}
          </Button>
        </div>
      </form>
    </Front>
  )
}

/** How far the sample company is, as the server says it. */
function Loading() {
  const { t } = useTranslation()
  const [step, setStep] = useState<Step | null>(null)
  useEffect(() => {
    const timer = setInterval(() => {
      void api<{ progress?: Step }>('setup').then(
        ({ progress }) => progress && setStep(progress),
        () => {},
      )
    }, 600)
    return () => clearInterval(timer)
  }, [])
  const isWritten = step?.done === step?.total
  return (
    <Front title={t('setup.loading')} about={t('setup.loadingAbout')}>
      <Progress
        value={step && !isWritten ? step.done : null}
        max={step?.total ?? 1}
        label={t('setup.loading')}
      />
      {step && (
        <p className="figures mt-2 text-ink-3">
          {t(isWritten ? 'setup.rest' : 'setup.written', {
            done: formatNumber(step.done),
            total: formatNumber(step.total),
          })}
        </p>
      )}
    </Front>
  )
}
