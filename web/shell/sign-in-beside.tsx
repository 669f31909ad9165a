import { useTranslation } from 'react-i18next'
import { ApiError } from '../api.ts'

/** In a form whose sender was signed out: what he typed stays while he signs in beside it. */
export function SignInBeside({ error }: { error: unknown }) {
  const { t } = useTranslation()
  if (!(error instanceof ApiError && error.status === 401)) return null
  return (
    <a
      href="/sign-in"
      target="_blank"
      rel="noreferrer"
      className="font-medium text-accent-strong hover:underline"
    >
      {t('shell.signInBeside')}
    </a>
  )
}
