import sql from 'sql-template-tag'
import type { Tx } from './laid.ts'
import type { Language } from './language.ts'
import { makeRandom } from './random.ts'
import { playbooks } from './words/playbooks.ts'

type Stage = { id: string; pipeline: string }
type Open = { id: string; code: string; stage: string; pipeline: string }

/** How deals are sold stage by stage, and how far sellers have come with it: with the stages behind them mostly, with the
 * one they stand in partly. */
export async function loadPlaybooks(tx: Tx, { say }: Language): Promise<void> {
  const stages = await tx.rows<Stage>(sql`select s.id, s.pipeline_id as pipeline from stages s
    join pipelines p on p.id = s.pipeline_id where s.outcome = 'open' order by p.position, s.position`)
  const ways = [...Map.groupBy(stages, (s) => s.pipeline)].slice(0, playbooks.length)
  const written = ways.flatMap(([, all], i) =>
    all.flatMap(({ id }, j) => {
      const words = playbooks[i]![j]
      return words
        ? [
            {
              id,
              guidance: say(words.guidance),
              steps: words.steps.map(({ text, guidance }) => ({
                text: say(text),
                ...(guidance ? { guidance: say(guidance) } : {}),
              })),
            },
          ]
        : []
    }),
  )
  await tx.rows(sql`update stages s set guidance = w.guidance, steps = w.steps
    from jsonb_to_recordset(${JSON.stringify(written)}::jsonb) as w (id uuid, guidance text, steps jsonb) where s.id = w.id`)
  const open = await tx.rows<Open>(sql`select id, code, stage_id as stage, pipeline_id as pipeline from deals
    where status = 'open' and deleted_at is null order by code`)
  const random = makeRandom('playbooks')
  const stepsOf = (id: string) => written.find((w) => w.id === id)?.steps.map((s) => s.text) ?? []
  const ticked = open.map(({ id, stage, pipeline }) => {
    const way = (ways.find(([of]) => of === pipeline)?.[1] ?? []).map((s) => s.id)
    const at = way.indexOf(stage)
    const checked = way
      .slice(0, at + 1)
      .flatMap((one, i) => stepsOf(one).filter(() => random.chance(i < at ? 0.92 : 0.5)))
    return { id, checked }
  })
  await tx.rows(sql`update deals d set checked = w.checked
    from jsonb_to_recordset(${JSON.stringify(ticked)}::jsonb) as w (id uuid, checked jsonb) where d.id = w.id`)
}
