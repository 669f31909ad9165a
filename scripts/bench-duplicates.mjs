import { join } from 'node:path'
import { install, root } from './install.mjs'
import { become } from './node.mjs'

// npm run bench:duplicates [-- sets | noise | million [count]]

await install()
await become([join(root, 'bench/duplicates.ts'), ...process.argv.slice(2)])
