import { Copy } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { say } from '../../ui/toast.tsx'
import { Front } from '../start/front.tsx'

/** The people of the sample company who can sign in, all with one password. */
export type Made = { users?: readonly { name: string; email: string; role: string; about?: string }[]; password?: string }

export function SamplePeople({ made }: { made: Made }) {
  const { t } = useTranslation()
  const { users = [], password } = made
  const copy = () => void navigator.clipboard.writeText(password ?? '').then(() => say(t('setup.copied')))
  return (
    <Front wide title={t('setup.ready')} about={t('setup.readyAbout')}>
      {password && (
        <div className="mb-4 flex flex-wrap items-center gap-x-2 gap-y-1 rounded-lg border border-line bg-surface px-4 py-2.5">
          <span className="text-ink-2">{t('setup.onePassword')}</span>
          <code className="text-md font-semibold select-all">{password}</code>
          <IconButton size="sm" label={t('setup.copy')} onClick={copy}><Copy size={14} /></IconButton>
        </div>
      )}
      {users.length > 0 && (
        <div className="rounded-lg border border-line bg-surface px-4 py-1">
          <Table>
            <thead><tr><Th>{t('setup.person')}</Th><Th>{t('setup.fields.email')}</Th></tr></thead>
            <tbody>
              {users.map((u) => (
                <tr key={u.email} className="last:[&>td]:border-0">
                  <Td>
                    <span className="flex items-center gap-2 py-1.5">
                      <Avatar name={u.name} size={24} />
                      <span className="min-w-0">
                        <span className="block font-medium">{u.name}</span>
                        <span className="block text-sm text-ink-3">{u.about ?? u.role}</span>
                      </span>
                    </span>
                  </Td>
                  <Td><code className="text-sm select-all">{u.email}</code></Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
      <div className="mt-5 flex justify-end">
        <Button look="solid" size="lg" autoFocus onClick={() => location.assign('/')}>{t('setup.open')}</Button>
      </div>
    </Front>
  )
}
