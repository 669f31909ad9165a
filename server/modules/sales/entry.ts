import type { Problem } from '#core/error.ts'
import type { StagePlace } from './stages.ts'

/** Fields of a deal that a stage may ask for before a deal comes into it. */
export const askable = [
  'account',
  'contact',
  'product',
  'amount',
  'closeDate',
  'nextStep',
  'nextStepOn',
  'source',
  'competitor',
  'description',
] as const

const isEmpty = (v: unknown) => v === null || v === undefined || v === ''

/** What keeps a deal out of a stage: fields that are empty, and items of the stage's checklist that nobody ticked. */
export function missingForEntry(
  deal: Record<string, unknown>,
  { requires, checklist, outcome }: Pick<StagePlace, 'requires' | 'checklist' | 'outcome'>,
): { fields: string[]; items: string[] } {
  const checked = new Set((deal['checked'] as string[] | null) ?? [])
  const wanted = [...new Set([...requires, ...(outcome === 'won' ? ['amount'] : [])])]
  return {
    fields: wanted.filter((key) => isEmpty(deal[key])),
    items: checklist.filter((item) => !checked.has(item)),
  }
}

export function entryProblems(deal: Record<string, unknown>, stage: StagePlace, path: string): Problem[] {
  const { fields, items } = missingForEntry(deal, stage)
  return [
    ...fields.map((key) => ({
      path: path + key,
      message: `The stage “${stage.name}” needs this.`,
      code: 'needed_for_stage',
    })),
    ...(items.length
      ? [
          {
            path: `${path}stage`,
            message: `Tick first, for “${stage.name}”: ${items.join('; ')}.`,
            code: 'checklist',
          },
        ]
      : []),
  ]
}
