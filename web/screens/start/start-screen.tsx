import { Link } from '@tanstack/react-router'
import { Shapes, Upload, UserPlus, type LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { PageBar, PageTitle } from '../../ui/page.tsx'

/** After a company was made: what to do first. */
export function StartScreen() {
  const { t } = useTranslation()
  const { workspace } = useCatalogue()
  return (
    <>
      <PageBar>
        <PageTitle>{workspace.name}</PageTitle>
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line px-4 py-10 sm:px-8">
        <div className="mx-auto max-w-2xl">
          <h2 className="text-2xl font-semibold tracking-tight">{t('setup.start.title')}</h2>
          <p className="mt-1.5 text-md text-ink-2">{t('setup.start.about')}</p>
          <div className="mt-6 flex flex-col gap-2">
            <Step icon={Upload} to="/import" name="import" isFirst />
            <Step icon={UserPlus} to="/settings/users" name="people" />
            <Step icon={Shapes} to="/settings/fields" name="fields" />
          </div>
          <p className="mt-6 text-ink-3">
            {t('setup.start.later')}{' '}
            <Link to="/" className="text-accent-strong underline underline-offset-2">
              {t('setup.start.skip')}
            </Link>
          </p>
        </div>
      </div>
    </>
  )
}

function Step({
  icon: Icon,
  to,
  name,
  isFirst,
}: {
  icon: LucideIcon
  to: string
  name: string
  isFirst?: boolean
}) {
  const { t } = useTranslation()
  return (
    <Link
      to={to as never}
      className={`flex items-center gap-4 rounded-xl border p-4 hover:border-accent ${isFirst ? 'border-accent-line bg-accent-soft' : 'border-line-strong'}`}
    >
      <Icon size={20} strokeWidth={1.75} className={isFirst ? 'text-accent-strong' : 'text-ink-3'} />
      <span className="min-w-0">
        <span className="block text-md font-semibold">{t(`setup.start.${name}`)}</span>
        <span className="block text-ink-2">{t(`setup.start.${name}About`)}</span>
      </span>
    </Link>
  )
}
