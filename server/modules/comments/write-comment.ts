import type { Context } from '#core/operation.ts'
import { create, update } from '#core/stock.ts'
import { comment } from './comment.ts'
import { mentionsOf } from './mentions.ts'

const withMentions = async (c: Context, items: Record<string, unknown>[]) => {
  const found = await mentionsOf(
    c.tx,
    items.map((item) => (item['body'] as string | undefined) ?? null),
  )
  return items.map((item, i) => ('body' in item ? { ...item, mentions: found[i] } : item))
}

export const createComment = create(comment, { prepare: withMentions })
export const updateComment = update(comment, { prepare: withMentions })
