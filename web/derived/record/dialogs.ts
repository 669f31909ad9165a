import { lazy, type ComponentType } from 'react'
import { farTexts } from '../../i18n.ts'
import type { PanelProps } from './panels.ts'

export type OwnDialog = ComponentType<PanelProps & { onClose: () => void }>
const dialog = (load: () => Promise<{ default: OwnDialog }>) =>
  lazy(async () => (await Promise.all([load(), farTexts()]))[0])

/** Operations that are asked for by a dialog of their own. */
export const dialogs: Record<string, OwnDialog> = {
  'account.reconcile': dialog(() => import('../../screens/selling/reconcile-dialog.tsx')),
  'document.make': dialog(() => import('../../screens/documents/make-dialog.tsx')),
  'lead.convert': dialog(() => import('../../screens/leads/convert-dialog.tsx')),
}

/** Operations whose button stands on the page itself, or that are asked for rarely: not repeated above it. */
export const onPage: ReadonlySet<string> = new Set([
  'account.reconcile',
  'lead.convert',
  'quote.ask',
  'quote.send',
  'order.confirm',
  'order.reserve',
])
