import type { Actor } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Operation } from '#core/operation.ts'
import { check } from '#core/schema.ts'
import { mayWriteAnything, recordTools } from './records.ts'
import { jsonSchema, type RecordTool, type Tool } from './tool.ts'

/** `deal.win` → `deal_win`: a tool's name has no dots. */
export const toolName = (operation: string) => operation.replaceAll('.', '_')

const ofRecords = (kolo: Kolo, actor: Actor, t: RecordTool): Tool => ({
  ...t,
  title: t.title[actor.locale],
  input: () => jsonSchema(t.input),
  run: async (input) => t.run(kolo, actor, check(t.input, input ?? {}, actor.locale)),
})

const ofOperation = (kolo: Kolo, actor: Actor, o: Operation): Tool => ({
  name: toolName(o.name),
  title: o.summary[actor.locale],
  description: [
    o.summary[actor.locale],
    ...(o.about ? [o.about[actor.locale]] : []),
    ...Object.entries(o.refusals ?? {}).map(([code, text]) => `${code}: ${text[actor.locale]}`),
  ].join('\n'),
  input: () => jsonSchema(kolo.schemaOf(actor, o)),
  effect: o.effect,
  run: (input) => kolo.call(actor, o.name, input ?? {}),
})

/** The tools of this user: those of records, and every operation that his role may run. */
export function toolsFor(kolo: Kolo, actor: Actor): Tool[] {
  const records = recordTools.filter((t) => t.effect === 'read' || mayWriteAnything(kolo, actor))
  const operations = [...kolo.catalogue.operations.values()].filter((o) => !o.stock && kolo.may(actor, o))
  return [
    ...records.map((t) => ofRecords(kolo, actor, t)),
    ...operations.map((o) => ofOperation(kolo, actor, o)),
  ]
}
