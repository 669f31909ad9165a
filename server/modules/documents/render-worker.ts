import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { Asked, Rendered } from './render.ts'

// Setting pages is work for a processor, and native: it has a thread of its own, and its memory goes with it.

const fonts = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans/package.json'))
const faces = ['400Regular', '400Regular_Italic', '500Medium', '600SemiBold', '700Bold']
// Typst silently takes another face for one it does not find: a missing one has to be noticed here.
for (const face of faces)
  if (!readdirSync(join(fonts, face)).some((f) => f.endsWith('.ttf'))) throw new Error(`No font ${face}.`)

const compiler = NodeCompiler.create({
  workspace: import.meta.dirname,
  fontArgs: [{ fontPaths: faces.map((face) => join(fonts, face)) }],
})

function render({ template, data, files, standard, as }: Asked): Uint8Array | string {
  compiler.resetShadow()
  compiler.mapShadow(join(import.meta.dirname, 'data.json'), Buffer.from(data))
  for (const [name, bytes] of Object.entries(files))
    compiler.mapShadow(join(import.meta.dirname, name), Buffer.from(bytes))
  const done = compiler.compile({ mainFileContent: template, resetRead: true })
  if (!done.result) {
    const problem = done.takeDiagnostics() ?? done.takeError()
    throw new Error(`Typst: ${JSON.stringify(problem ? compiler.fetchDiagnostics(problem) : 'no document')}`)
  }
  if (as === 'svg') return compiler.plainSvg(done.result)
  const pdf = compiler.pdf(done.result, {
    creationTimestamp: Math.floor(Date.now() / 1000),
    ...(standard ? { pdfStandard: standard } : {}),
  })
  compiler.evictCache(10)
  return pdf
}

parentPort?.on('message', (asked: Asked) => {
  let answer: Rendered
  try {
    answer = { number: asked.number, result: render(asked) }
  } catch (error) {
    answer = { number: asked.number, problem: (error as Error).message }
  }
  parentPort!.postMessage(answer)
})
