import { join } from 'node:path'
import { install, root } from './install.mjs'
import { runNode } from './node.mjs'

// What CI asks, in its order. --static leaves the tests out.

const tool = (path) => join(root, 'node_modules', path)
const checks = [
  ['format', [tool('oxfmt/bin/oxfmt'), '--check'], 'run "npm run format"'],
  ['lint', [tool('oxlint/bin/oxlint'), '--quiet'], 'mend what is named above'],
  ['types', [tool('typescript/bin/tsc'), '--noEmit'], 'mend what is named above'],
  ['types of the web', [tool('typescript/bin/tsc'), '--noEmit', '-p', 'web'], 'mend what is named above'],
  ['tests', [join(root, 'scripts/test.mjs')], 'mend what is named above'],
]

await install()
for (const [name, args, remedy] of checks.filter(
  ([name]) => name !== 'tests' || !process.argv.includes('--static'),
)) {
  console.log(`— ${name}`)
  const code = await runNode(args)
  if (code === 0) continue
  if (name !== 'tests') console.error(`The check of ${name} failed: ${remedy}.`)
  process.exit(code)
}
