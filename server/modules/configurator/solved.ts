import type { Context } from '#core/operation.ts'
import { loadModel, modelOf, type Loaded } from './load-model.ts'
import type { Answer, Known, Rest, What } from './logic/answers.ts'
import { solve, Unsolved } from './logic/solve.ts'

/** A question about a model; what has no answer is refused. */
export async function ask<W extends What>(
  c: Context,
  known: Known,
  what: W,
  ...rest: Rest<W>
): Promise<Answer<W>> {
  try {
    return await solve(what, known, ...rest)
  } catch (error) {
    if (!(error instanceof Unsolved)) throw error
    return c.refuse(error.code)
  }
}

export const knownAs = (c: Context, { id, revision }: Loaded, model: Known['model']): Known => ({
  name: `${c.kolo.db.workspace} ${id}`,
  revision,
  model,
})

/** A model that can be asked. */
export async function openModel(c: Context, id: string): Promise<{ loaded: Loaded; known: Known }> {
  const loaded = await loadModel(c.tx, id)
  const { model, problems } = modelOf(loaded)
  if (problems.length) c.refuse('broken_model')
  return { loaded, known: knownAs(c, loaded, model) }
}

export const unsolved = {
  too_hard: {
    en: 'This model is too hard to check in five seconds: say the same with fewer or simpler rules.',
    uk: 'Ця модель заскладна, щоб перевірити її за п’ять секунд: скажіть те саме меншою кількістю правил або простішими.',
  },
  solver_busy: {
    en: 'Other configurations are being checked just now; try again in a few seconds.',
    uk: 'Саме перевіряються інші конфігурації; спробуйте ще раз за кілька секунд.',
  },
}
export const broken = {
  ...unsolved,
  broken_model: {
    en: 'The model has faults: open it and press “Check”.',
    uk: 'Модель має помилки: відкрийте її й натисніть «Перевірити».',
  },
}
