import { useTranslation } from 'react-i18next'
import { ApiError } from '../api.ts'
import { say } from '../ui/toast.tsx'
import { deliver, NotKept, type Delivered } from './queue.ts'
import type { Write } from './rules.ts'

/** Sends it, or keeps it to be sent, and says so. Null when neither can be: what was typed then stays where it is. */
export function useDeliver() {
  const { t } = useTranslation()
  return async <T>(write: Write): Promise<Delivered<T> | null> => {
    try {
      const outcome = await deliver<T>(write)
      if (outcome.waits) void say(t('offline.willBeSent'))
      return outcome
    } catch (error) {
      const text =
        error instanceof NotKept
          ? t(`offline.notKept.${error.code}`)
          : error instanceof ApiError
            ? error.message
            : t('ui.unreachableHow')
      void say(text, { tone: 'danger', stays: true })
      return null
    }
  }
}
