import { Missing } from '#core/error.ts'
import { longText, record, type RecordRef } from '#core/kinds/index.ts'
import type { Kolo } from '#core/kolo.ts'
import { operation } from '#core/operation.ts'
import { actorOfUser } from '#modules/workspace/index.ts'
import { colleagues, mentionsIn } from './mentions.ts'

type Who = NonNullable<Awaited<ReturnType<typeof actorOfUser>>>

/** Whether somebody sees a record: a text must not tell what the record itself would not. */
export async function maySee(kolo: Kolo, actor: Who, { entity, id }: RecordRef): Promise<boolean> {
  if (!kolo.may(actor, { needs: { [entity]: 'read' } })) return false
  return (await kolo.db.reading(actor, (own) => kolo.readIn(own, entity, [id], []))).length > 0
}

export const reachOf = operation({
  name: 'comment.reach',
  summary: { en: 'Whom a comment calls in vain', uk: 'Кого коментар кличе марно' },
  about: {
    en: '`unseen`: called by `@Name Surname`, but without access to the record: they are told nothing.',
    uk: '`unseen`: кого названо через `@Ім’я Прізвище`, але хто не має доступу до запису: їх не сповіщають.',
  },
  effect: 'read',
  input: {
    record: record({ required: true, label: { uk: 'Запис' } }),
    body: longText({ required: true, max: 10_000, label: { en: 'Comment', uk: 'Коментар' } }),
  },
  needs: { comment: 'create' },
  async run(c, { record, body }) {
    const [mine] = await c.kolo.readIn(c.tx, record.entity, [record.id], [])
    if (!mine) throw new Missing(record.entity, record.id)
    const people = body.includes('@') ? await colleagues(c.tx) : []
    const unseen: { id: string; title: string }[] = []
    for (const id of mentionsIn(body, people).slice(0, 20)) {
      const who = await c.tx.elevated(() => actorOfUser(c.tx, id))
      if (!who?.active || !(await maySee(c.kolo, who, record)))
        unseen.push({ id, title: people.find((p) => p.id === id)!.name })
    }
    return { unseen }
  },
})
