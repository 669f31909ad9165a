import sql from 'sql-template-tag'
import { Missing } from '#core/error.ts'
import { ref } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'

/** The formatted text of a letter, made harmless when it came. Shown in a frame that runs nothing. */
export const messageHtml = operation({
  name: 'mailMessage.html',
  summary: { en: 'The formatted text of a letter', uk: 'Форматований текст листа' },
  effect: 'read',
  input: { id: ref('mailMessage', { required: true, label: { uk: 'Лист' } }) },
  needs: { mailMessage: 'read' },
  async run(c, { id }) {
    const [message] = await c.kolo.readIn(c.tx, 'mailMessage', [id], ['files'])
    if (!message) throw new Missing('mailMessage', id)
    const body = await c.tx.elevated(() =>
      c.tx.one<{ html: string }>(sql`select html from mail_bodies where message_id = ${id}::uuid`),
    )
    return { html: body?.html ?? null, files: message['files'] ?? null }
  },
})
