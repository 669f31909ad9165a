import { useTranslation } from 'react-i18next'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { Front } from '../start/front.tsx'

/** The people of the sample company who can sign in, all with the password that was just chosen. */
export type Made = { users: readonly { name: string; email: string; role: string; about: string }[] }

export function SamplePeople({ made }: { made: Made }) {
  const { t } = useTranslation()
  return (
    <Front wide title={t('setup.ready')} about={t('setup.readyAbout')}>
      {made.users.length > 0 && (
        <div className="rounded-lg border border-line bg-surface px-4 py-1">
          <Table>
            <thead>
              <tr>
                <Th>{t('setup.person')}</Th>
                <Th>{t('signIn.email')}</Th>
              </tr>
            </thead>
            <tbody>
              {made.users.map((u) => (
                <tr key={u.email} className="last:[&>td]:border-0">
                  <Td>
                    <span className="flex items-center gap-2 py-1.5">
                      <Avatar name={u.name} size={24} />
                      <span className="min-w-0">
                        <span className="block font-medium">{u.name}</span>
                        <span className="block text-sm text-ink-3">{u.about}</span>
                      </span>
                    </span>
                  </Td>
                  <Td>
                    <code className="text-sm select-all">{u.email}</code>
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
      <div className="mt-5 flex justify-end">
        <Button look="solid" size="lg" onClick={() => location.assign('/')}>
          {t('setup.open')}
        </Button>
      </div>
    </Front>
  )
}
