import type { Rec, Ref } from '../../records.ts'

/** A template, as its documents are offered. */
export type Template = Rec & { name: string; entity: string; format: string }

/** A document made by one: who made it, to whom it went, whether it was opened. */
export type Paper = {
  id: string
  name: string
  version: number | null
  attachment: Ref | null
  author: Ref | null
  createdAt: string
  sentAt: string | null
  sentTo: string | null
  openedAt: string | null
  opens: number | null
}
export const paperFields = 'name,version,attachment,author,createdAt,sentAt,sentTo,openedAt,opens'
