import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'

const groups = {
  anywhere: ['mod+k', 'c', 'mod+b', '?'],
  editing: ['f2', 'tab', 'esc', 'mod+enter'],
  list: ['j', 'k', 'enter', 'e', 'space', 'x', 'shift+x', '/', 'f', 'delete', 'mod+z'],
} as const

/** Every key, in one place. */
export function Help({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog open onClose={onClose} title={t('shell.keyboard')} size="md">
      <div className="gap-x-10 pb-3 sm:columns-2">
        {Object.entries(groups).map(([group, list]) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 text-sm font-medium text-ink-3">{t(`help.keyGroups.${group}`)}</h3>
            <dl>
              {list.map((key) => (
                <div key={key} className="flex min-h-7 items-center justify-between gap-4">
                  <dt>
                    {t(
                      `help.keys.${group}.${key.replaceAll('+', '_').replace('/', 'slash').replace('?', 'question')}`,
                    )}
                  </dt>
                  <dd>
                    <Kbd keys={key} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
