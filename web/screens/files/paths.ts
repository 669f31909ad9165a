import { query } from '../../api.ts'
import type { StoredFile } from '../../kinds/file.tsx'
import type { Rec } from '../../records.ts'

/** Where an attachment's content is: as it is now, or as one of its versions was. */
export const pathOf = (file: Rec, { version, save }: { version?: number; save?: boolean } = {}) =>
  `/api/attachments/${file.id}/${version ? `versions/${version}` : 'files/file'}${query({ v: file.revision, save })}`

export const isPicture = ({ type }: StoredFile) => /^image\/(png|jpeg|webp|gif|avif)$/.test(type)
export const isPdf = ({ type }: StoredFile) => type === 'application/pdf'
