import i18next from 'i18next'
import { say } from './toast.tsx'

/** What was typed and does not read is not taken over by its control: saved would be what stood there before, or the half
 * of it that reads. Leads to the first of these and says so. */
export function stopsAtUnread(frame: ParentNode | null): boolean {
  const unread = frame?.querySelector<HTMLInputElement>('[data-unread]')
  if (!unread) return false
  unread.focus()
  unread.select()
  say(i18next.t('form.unread', { text: unread.value.trim().slice(0, 40) }), { tone: 'danger' })
  return true
}
