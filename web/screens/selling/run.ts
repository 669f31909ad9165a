import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, newKey } from '../../api.ts'
import { keys } from '../../records.ts'
import { useSorry } from '../settings/use-all.ts'

/** Runs an operation once at a time and fetches anew what it may have changed. */
export function useRun(plurals: readonly string[]) {
  const client = useQueryClient()
  const sorry = useSorry()
  const [busy, setBusy] = useState<string | null>(null)
  const run = async <T>(name: string, input: object): Promise<T | null> => {
    if (busy) return null
    setBusy(name)
    try {
      const result = await api<T>(`operations/${name}`, { method: 'POST', body: input, once: newKey() })
      await Promise.all(plurals.map((p) => client.invalidateQueries({ queryKey: keys.all(p) })))
      return result
    } catch (error) {
      sorry(error)
      return null
    } finally {
      setBusy(null)
    }
  }
  return { run, busy }
}
