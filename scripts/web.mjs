import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { giveUp, root } from './install.mjs'
import { runNode } from './node.mjs'

// The web's own files, and what of the server it takes its types and words from.
const sources = ['web', 'server/core', 'package-lock.json']
const stampFile = join(root, 'web/dist/.stamp')

/** Builds the web unless the build there is of these very sources. By content, not by time: git sets no times. */
export async function buildWeb() {
  if (!existsSync(join(root, 'web/index.html'))) return console.error('There is no web to build yet.')
  const stamp = stampOf(sources)
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  console.error('Building the web')
  const config = join(root, 'web/vite.config.ts')
  const code = await runNode(
    [
      join(root, 'node_modules/vite/bin/vite.js'),
      'build',
      join(root, 'web'),
      '--config',
      config,
      '--logLevel',
      'warn',
    ],
    { quiet: true },
  )
  if (code !== 0) giveUp('The web could not be built: see above.', code)
  writeFileSync(stampFile, stamp)
}

function stampOf(paths) {
  const hash = createHash('sha256')
  for (const file of paths.flatMap(filesIn))
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0')
  return hash.digest('hex')
}

function filesIn(path) {
  if (path.endsWith('.json')) return [path]
  const entries = readdirSync(join(root, path), { withFileTypes: true })
  return entries
    .filter((e) => !['dist', 'node_modules'].includes(e.name))
    .flatMap((e) => (e.isDirectory() ? filesIn(`${path}/${e.name}`) : [`${path}/${e.name}`]))
    .sort()
}
