import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api } from '../../api.ts'
import { useEntity } from '../../catalogue.ts'
import { listQuery, recordQuery, type Filter, type Rec, type Ref } from '../../records.ts'
import { useInfiniteQuery } from '@tanstack/react-query'

export type Option = {
  id: string
  key: string
  name: string
  parent: string | null
  choice: 'each' | 'one' | 'some'
  min: number | null
  max: number | null
  layer: number | null
  picture: { id: string } | null
  description: string | null
}
export type State = 'must' | 'cannot' | 'may' | 'instead'
export type Line = { option: string | null; name: string; quantity: number; unitPrice: string }
export type Reason = { kind: 'rule' | 'group' | 'choice'; text: string; option?: string }
export type Evaluation =
  | { isPossible: false; reasons: Reason[] }
  | {
      isPossible: true
      isWhole: boolean
      options: Record<string, { state: State; count: number }>
      price: { lines: Line[]; total: string; currency: string; unpriced: string[] }
    }
export type Choices = Record<string, number>

export const run = <T>(name: string, body: unknown) => api<T>(`operations/${name}`, { method: 'POST', body })

const mostOptions = 500

/** A model with its options, and what the choices so far come to. */
export function useModel(model: string | null, account: string | null, choices: Choices) {
  const options = useEntity('modelOption')
  const filter: Filter = ['model', 'is', model]
  const parts = useInfiniteQuery({
    ...listQuery(options.plural, { filter, sort: 'position', limit: mostOptions }),
    enabled: model !== null,
  })
  const evaluation = useQuery({
    queryKey: ['configurator', model, account, choices],
    queryFn: () => run<Evaluation>('configurator.evaluate', { model, account, choices }),
    enabled: model !== null,
    placeholderData: (before, query) => (query?.queryKey[1] === model ? keepPreviousData(before) : undefined),
  })
  return {
    options: (parts.data?.pages[0]?.items ?? []) as unknown as Option[],
    evaluation: evaluation.data,
    error: parts.error ?? evaluation.error,
  }
}

/** What somebody chooses, step by step, with the way back. */
export function useChoices() {
  const [steps, setSteps] = useState<Choices[]>([{}])
  const choices = steps.at(-1)!
  const set = (next: Choices) => setSteps((all) => [...all.slice(-99), next])
  return useMemo(
    () => ({
      choices,
      canUndo: steps.length > 1,
      undo: () => setSteps((all) => (all.length > 1 ? all.slice(0, -1) : all)),
      begin: (next: Choices) => setSteps([next]),
      set,
      /** How many of an option; null takes the decision back. One of a group takes the place of the others. */
      choose(option: Option, count: number | null, siblings: readonly Option[]) {
        const next = { ...choices }
        for (const s of siblings) delete next[s.key]
        if (count === null) delete next[option.key]
        else next[option.key] = count
        set(next)
      },
    }),
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [choices, steps.length],
  )
}

/** A record by its id, when there is one. */
export function useRecord(plural: string, id: string | null) {
  return useQuery({ ...recordQuery(plural, id ?? ''), enabled: id !== null }).data as
    | (Rec & { model?: Ref; account?: Ref | null; choices?: Choices })
    | undefined
}
