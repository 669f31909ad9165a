import { folderPlace, type Place } from '#core/files.ts'
import { s3Place } from '#core/s3-place.ts'
import type { DataDirectory } from '#database/data-directory.ts'
import type { Settings } from './settings.ts'

/** Where this installation's files lie. */
export const placeOf = (settings: Pick<Settings, 's3'>, data: DataDirectory): Place =>
  settings.s3 ? s3Place(settings.s3) : folderPlace(data.files)
