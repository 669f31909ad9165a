import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'

/** A panel that comes in from the right, on a phone. */
export const Drawer = ({
  label,
  onClose,
  children,
}: {
  label: string
  onClose: () => void
  children: ReactNode
}) => (
  <Base.Root open onOpenChange={(open) => !open && onClose()}>
    <Base.Portal>
      <Base.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
      <Base.Popup className="fixed inset-y-0 right-0 z-40 flex w-72 max-w-[85vw] flex-col bg-canvas p-3 shadow-float transition-transform duration-150 outline-none data-ending-style:translate-x-full data-starting-style:translate-x-full">
        <Base.Title className="sr-only">{label}</Base.Title>
        {children}
      </Base.Popup>
    </Base.Portal>
  </Base.Root>
)
