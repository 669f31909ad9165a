import { useRef } from 'react'
import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './button.tsx'
import { cx } from './class.ts'
import type { DialogProps } from './dialog.tsx'

const widths = { sm: 'max-w-md', md: 'max-w-xl', lg: 'max-w-3xl' }

/** A question or a form over the page. On a phone it takes the whole width at the bottom. */
export function Dialog({
  open,
  onClose,
  title,
  about,
  size = 'sm',
  actions,
  initialFocus,
  children,
}: DialogProps) {
  const { t } = useTranslation()
  const body = useRef<HTMLDivElement>(null)
  const footer = useRef<HTMLElement>(null)
  // To the first thing to fill in, else to what the dialog proposes; not to the cross.
  const start = () =>
    body.current?.querySelector<HTMLElement>('input:not([aria-hidden]), textarea, select') ??
    footer.current?.querySelector<HTMLElement>('button:last-of-type') ??
    body.current ??
    true
  return (
    <Base.Root open={open} onOpenChange={(o) => !o && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-40 flex items-end justify-center sm:items-start sm:px-4 sm:pt-[10vh]">
          <Base.Popup
            initialFocus={initialFocus ?? start}
            className={cx(
              'popup flex max-h-[92dvh] w-full flex-col rounded-b-none sm:max-h-[80vh] sm:rounded-xl',
              widths[size],
            )}
          >
            <header className="flex items-start gap-2 px-4 pt-3 pb-2">
              <div className="min-w-0 flex-1">
                <Base.Title className="text-md font-semibold">{title}</Base.Title>
                {about && <Base.Description className="mt-0.5 text-ink-2">{about}</Base.Description>}
              </div>
              <Base.Close
                render={
                  <IconButton label={t('ui.close')} size="sm" className="-mr-1.5">
                    <X size={15} />
                  </IconButton>
                }
              />
            </header>
            <div ref={body} tabIndex={-1} className="outline-none min-h-0 flex-1 overflow-y-auto px-4 py-2">
              {children}
            </div>
            {actions && (
              <footer ref={footer} className="flex flex-wrap justify-end gap-2 px-4 pt-2 pb-3.5">
                {actions}
              </footer>
            )}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}
