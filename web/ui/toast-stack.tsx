import { Toast as Base } from '@base-ui/react/toast'
import { CircleAlert, X } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Say } from './toast.tsx'

const manager = Base.createToastManager()

export function add(text: string, { action, tone = 'plain', stays }: Say) {
  const id: string = manager.add({
    title: text,
    type: tone,
    timeout: stays ? 0 : action ? 10_000 : 5000,
    priority: tone === 'danger' ? 'high' : 'low',
    ...(action && {
      actionProps: {
        children: action.label,
        onClick: () => {
          manager.close(id)
          action.run()
        },
      },
    }),
  })
}

function Stack() {
  const { toasts } = Base.useToastManager()
  const { t } = useTranslation()
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      data-toast
      className="popup pointer-events-auto mb-2 w-full max-w-sm data-limited:hidden"
      style={{ transform: 'translateX(var(--toast-swipe-movement-x))' }}
    >
      <Base.Content className="relative flex flex-wrap items-center gap-x-2 py-1.5 pr-10 pl-3">
        {toast.type === 'danger' && (
          <CircleAlert size={15} className="mt-1.5 shrink-0 self-start text-danger" />
        )}
        <Base.Title className="min-w-40 flex-1 py-1" />
        {toast.actionProps && (
          <Base.Action className="h-7 shrink-0 rounded-md px-2 font-medium text-accent-strong hover:bg-hover pointer-coarse:h-10" />
        )}
        <Base.Close
          aria-label={t('ui.close')}
          className="absolute top-1.5 right-1.5 flex size-7 items-center justify-center rounded-md text-ink-3 hover:bg-hover hover:text-ink"
        >
          <X size={14} />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ))
}

let isShown = () => {}
/** Before this nobody would hear what is added. */
export const shown = new Promise<void>((resolve) => (isShown = resolve))

export function ToastStack() {
  useEffect(() => isShown(), [])
  return (
    <Base.Provider toastManager={manager} limit={3}>
      <Base.Portal>
        <Base.Viewport className="pointer-events-none fixed right-0 bottom-0 left-0 z-60 flex flex-col items-center px-3 pb-16 sm:right-4 sm:bottom-2 sm:left-auto sm:w-96 sm:items-end sm:px-0 sm:pb-2">
          <Stack />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}
