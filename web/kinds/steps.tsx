import { lazy, Suspense } from 'react'
import type { WebKind } from './kind.ts'

export type Step = { text: string; guidance?: string }

const StepsEdit = lazy(() => import('./steps-edit.tsx').then((m) => ({ default: m.StepsEdit })))

/** What is to be done, one after another, and how. */
export const steps: WebKind<Step[]> = {
  text: (all) => all.map((s) => s.text).join('; '),
  Edit: (props) => (
    <Suspense>
      <StepsEdit {...props} />
    </Suspense>
  ),
  width: 260,
  wide: true,
  write: (all) => all.filter((s) => s.text.trim()),
}
