import { z } from 'zod'
import type { Actor } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Text } from '#core/text.ts'

/** Something an agent may do, with the rights of the one it works for. */
export type Tool = {
  name: string
  title: string
  description: string
  /** JSON Schema of what it takes; made when it is asked for. */
  input(): Record<string, unknown>
  /** 'remove': what it does is not undone by doing it again. */
  effect: 'read' | 'write' | 'remove'
  run(input: unknown): Promise<unknown>
}

export type RecordTool = {
  name: string
  title: Text
  description: string
  input: z.ZodType
  effect: Tool['effect']
  run(kolo: Kolo, actor: Actor, input: any): Promise<unknown>
}

/** The schema as an agent is shown it: what it must write, not what becomes of it. */
export function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Record<
    string,
    unknown
  >
  return { type: 'object', ...rest }
}
