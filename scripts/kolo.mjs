import { join } from 'node:path'
import { install, root } from './install.mjs'
import { become } from './node.mjs'

await install()
await become([join(root, 'server/doors/cli/main.ts'), ...process.argv.slice(2)])
