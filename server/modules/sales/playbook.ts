import { z } from 'zod'
import { Invalid } from '#core/error.ts'

/** What is to be done in a stage, and how. A deal's `checked` names those that are. */
export type PlaybookStep = { text: string; guidance?: string }

const shape = z
  .array(
    z.strictObject({
      text: z.string().trim().min(1).max(100),
      guidance: z.string().trim().max(2000).optional(),
    }),
  )
  .max(50)

/** Steps as they are kept; a step that stands twice stands once. Throws Invalid. */
export function stepsOf(value: unknown, path: string): PlaybookStep[] | null {
  if (value === null) return null
  const read = shape.safeParse(value)
  if (!read.success)
    throw new Invalid([
      {
        path,
        message: 'Steps are a list of {text, guidance}: up to fifty, each named in up to 100 characters.',
        code: 'bad_steps',
      },
    ])
  const steps = [...new Map(read.data.map((s) => [s.text, s])).values()].map(({ text, guidance }) =>
    guidance ? { text, guidance } : { text },
  )
  return steps.length ? steps : null
}
