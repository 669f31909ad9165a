import { join } from 'node:path'
import { install, root } from './install.mjs'
import { become } from './node.mjs'
import { buildWeb } from './web.mjs'

await install()
await buildWeb()
await become([join(root, 'server/main.ts'), ...process.argv.slice(2)])
