import { parentPort, workerData } from 'node:worker_threads'
import { Gathering } from './base.ts'
import type { Spec } from './column.ts'
import type { Score } from './scorer.ts'
import { search } from './search.ts'
import { decode, type Answer, type FoundPair, type Question } from './wire.ts'

// A search of a million records takes minutes of a processor: it has a thread of its own, and its memory goes with it.

const batch = 2000

if (parentPort) {
  const port = parentPort
  const { specs, expected } = workerData as { specs: Spec[]; expected: number }
  const gathering = new Gathering(specs, expected)
  const say = (answer: Answer) => port.postMessage(answer)
  let pairs: Generator<FoundPair> | undefined

  async function begin() {
    const found = await search(gathering.ready(), (progress, done) => say({ progress, done }))
    say({ model: found.model, compared: found.compared, groups: found.groups.length })
    pairs = grouped(found.groups, found.scorer.score.bind(found.scorer))
  }
  function next() {
    const some: FoundPair[] = []
    for (let p = pairs!.next(); !p.done; p = pairs!.next()) {
      some.push(p.value)
      if (some.length === batch) break
    }
    say(some.length ? { pairs: some } : 'end')
  }
  port.on('message', (question: Question) => {
    if (question === 'search') void begin()
    else if (question === 'next') next()
    else for (const row of decode(question.rows)) gathering.add(row)
  })
}

function* grouped(groups: readonly number[][], score: (a: number, b: number) => Score): Generator<FoundPair> {
  for (const group of groups)
    for (let i = 0; i < group.length; i++)
      for (let j = i + 1; j < group.length; j++)
        yield { a: group[i]!, b: group[j]!, group: group[0]!, score: score(group[i]!, group[j]!) }
}
