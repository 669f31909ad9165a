import { join } from 'node:path'
import { install, root } from './install.mjs'
import { become } from './node.mjs'
import { buildWeb } from './web.mjs'

// npm run bench [-- quick]: DESIGN.md's budgets, measured.

await install()
await buildWeb()
await become([join(root, 'bench/main.ts'), ...process.argv.slice(2)])
