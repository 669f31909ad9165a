import { parentPort } from 'node:worker_threads'
import { answers, type Known, type What } from './answers.ts'
import type { Said } from './solve.ts'
import { Configurator } from './solver.ts'

const most = 50
const ready = new Map<string, { revision: string; solver: Configurator }>()

/** A model ready to be asked; kept while nobody changes it, the last few of them. */
function solverOf({ name, revision, model }: Known): Configurator {
  const known = ready.get(name)
  ready.delete(name)
  const kept = known?.revision === revision ? known : { revision, solver: new Configurator(model) }
  ready.set(name, kept)
  if (ready.size > most) ready.delete(ready.keys().next().value!)
  return kept.solver
}

const say = (said: Said) => parentPort?.postMessage(said)
parentPort?.on('message', ({ what, known, rest }: { what: What; known: Known; rest: unknown[] }) => {
  try {
    const answer = answers[what] as (c: Configurator, ...rest: unknown[]) => unknown
    say({ answer: answer(solverOf(known), ...rest) })
  } catch (error) {
    ready.delete(known.name)
    say({ problem: (error as Error).message })
  }
})
say('ready')
