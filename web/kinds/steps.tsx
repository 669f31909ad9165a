import { lazy, Suspense } from 'react'
import { farTexts } from '../i18n.ts'
import type { WebKind } from './kind.ts'

export type Step = { text: string; guidance?: string }

const StepsEdit = lazy(async () => {
  const [m] = await Promise.all([import('./steps-edit.tsx'), farTexts()])
  return { default: m.StepsEdit }
})

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
