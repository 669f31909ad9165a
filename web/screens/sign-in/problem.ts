import type { TFunction } from 'i18next'
import { ApiError } from '../../api.ts'

/** What to tell about a failed step: the server's own sentence, or that it cannot be reached. */
export const sentenceOf = (error: unknown, t: TFunction) =>
  error instanceof ApiError ? error.message : t('ui.unreachableHow')
