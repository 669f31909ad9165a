import { lazy, Suspense, type ReactNode, type RefObject } from 'react'

export type DialogProps = {
  open: boolean
  onClose: () => void
  title: string
  /** One sentence under the title. */
  about?: ReactNode
  size?: 'sm' | 'md' | 'lg'
  /** Buttons, at the right of the bottom bar. */
  actions?: ReactNode
  initialFocus?: RefObject<HTMLElement | null>
  children: ReactNode
}

const Part = lazy(() => import('./dialog-part.tsx').then((m) => ({ default: m.Dialog })))

/** A question or a form over the page. On a phone it takes the whole width at the bottom. */
export const Dialog = (props: DialogProps) => (
  <Suspense>
    <Part {...props} />
  </Suspense>
)
