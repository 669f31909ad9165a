import i18next from 'i18next'
import { farTexts } from './i18n.ts'
import { say } from './ui/toast.tsx'

const quietFor = 60_000
let toldAt = -quietFor

/** The session ended while somebody was at work: he signs in beside it, so that what is typed here stays. Before the
 * first screen the router itself leads to sign in. */
export async function tellSignedOut(): Promise<void> {
  if (!document.getElementById('main') || performance.now() - toldAt < quietFor) return
  toldAt = performance.now()
  await farTexts()
  void say(i18next.t('session.over'), {
    tone: 'danger',
    stays: true,
    action: { label: i18next.t('shell.signInBeside'), run: () => void window.open('/sign-in', '_blank') },
  })
}
