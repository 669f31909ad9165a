import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Front } from '../start/front.tsx'
import { sentenceOf } from './problem.ts'

/** After the password: six digits of the app, or one of the codes kept on paper. */
export function SecondFactor({ onEntered, onBack }: { onEntered: () => void; onBack: () => void }) {
  const { t } = useTranslation()
  const [spare, setSpare] = useState(false)
  const [code, setCode] = useState('')
  const [trust, setTrust] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const submit = async (e?: FormEvent, typed = code) => {
    e?.preventDefault()
    setBusy(true)
    setProblem(undefined)
    const path = `auth/two-factor/${spare ? 'verify-backup-code' : 'verify-totp'}`
    await api(path, { method: 'POST', body: { code: typed.trim(), trustDevice: trust } }).then(
      onEntered,
      (error: unknown) => {
        setProblem(sentenceOf(error, t))
        setCode('')
        setBusy(false)
      },
    )
  }
  const type = (text: string) => {
    const plain = spare ? text : text.replaceAll(/\D/g, '').slice(0, 6)
    setCode(plain)
    if (!spare && plain.length === 6 && !busy) void submit(undefined, plain)
  }
  const turn = () => (setSpare(!spare), setCode(''), setProblem(undefined))
  return (
    <Front title={t('signIn.second')} about={t(spare ? 'signIn.spareHow' : 'signIn.codeHow')}>
      <form onSubmit={(e) => void submit(e)} className="flex flex-col gap-3">
        <Field label={t(spare ? 'signIn.spare' : 'signIn.code')} error={problem}>
          {(slot) => (
            <Input
              {...slot}
              key={String(spare)}
              autoFocus
              autoComplete="one-time-code"
              inputMode={spare ? 'text' : 'numeric'}
              className="figures h-11! text-xl! tracking-widest"
              value={code}
              onChange={(e) => type(e.target.value)}
            />
          )}
        </Field>
        <label className="flex items-center gap-2 text-ink-2">
          <Checkbox checked={trust} onCheckedChange={(v) => setTrust(v)} /> {t('signIn.trust')}
        </label>
        <Button type="submit" look="solid" size="lg" busy={busy}>
          {t('signIn.enter')}
        </Button>
        <div className="flex flex-wrap justify-between gap-2">
          <Button look="quiet" onClick={turn}>
            {t(spare ? 'signIn.useCode' : 'signIn.useSpare')}
          </Button>
          <Button look="quiet" onClick={onBack}>
            {t('signIn.back')}
          </Button>
        </div>
      </form>
    </Front>
  )
}
