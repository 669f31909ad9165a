import type { Context } from '#core/operation.ts'
import { loadModel, modelOf, type Loaded } from './load-model.ts'
import { Configurator, type Choices } from './logic/solver.ts'

const most = 50
const ready = new Map<string, { revision: string; solver: Configurator }>()

/** A model ready to be asked; kept while nobody changes it, the last few of them. */
export async function openModel(c: Context, id: string): Promise<{ loaded: Loaded; solver: Configurator }> {
  const loaded = await loadModel(c.tx, id)
  const name = `${c.kolo.db.workspace} ${id}`
  const known = ready.get(name)
  ready.delete(name)
  if (known?.revision === loaded.revision) {
    ready.set(name, known)
    return { loaded, solver: known.solver }
  }
  const { model, problems } = modelOf(loaded)
  if (problems.length) c.refuse('broken_model')
  const solver = new Configurator(model)
  ready.set(name, { revision: loaded.revision, solver })
  if (ready.size > most) ready.delete(ready.keys().next().value!)
  return { loaded, solver }
}

/** What follows from the choices, and the whole configuration they make when all else is left out; null when that is
 * none. Null altogether when the choices contradict each other. */
export function settle(solver: Configurator, { options }: Loaded, decided: Choices) {
  const states = solver.states(decided)
  if (!states) return null
  const counts = new Map(
    options.map((o) => [o.key, decided.get(o.key) ?? (states.get(o.key) === 'must' ? o.min : 0)]),
  )
  return { states, counts, whole: solver.possible(counts) }
}

export const broken = {
  broken_model: {
    en: 'The model has faults: open it and press “Check”.',
    uk: 'Модель має помилки: відкрийте її й натисніть «Перевірити».',
  },
}
