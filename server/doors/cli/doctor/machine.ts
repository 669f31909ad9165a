import { existsSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { DataDirectory } from '#database/data-directory.ts'
import { addressOf, type Settings } from '../../../settings.ts'
import { bad, type Finding, good, warn } from './finding.ts'

const gigabyte = 2 ** 30

/** The machine around Kolo: its Node, its disk, its network. */
export async function machine(settings: Settings, data: DataDirectory): Promise<Finding[]> {
  return [node(), disk(data), closed(data), web(settings), await server(settings), transport(settings)].flat()
}

const node = (): Finding =>
  Number.parseInt(process.versions.node) >= 26
    ? good(`Node ${process.versions.node}`)
    : bad(`Node is ${process.versions.node}, and Kolo needs 26`, 'remove node_modules and run npm start')

function disk({ root }: DataDirectory): Finding {
  const { bavail, bsize } = statfsSync(root)
  const free = (bavail * bsize) / gigabyte
  const said = `${free.toFixed(1)} GB free for ${root}`
  if (free < 0.2) return bad(said, 'free some space at once: the database stops when the disk is full')
  return free < 2 ? warn(said, 'free some space before the disk is full') : good(said)
}

function closed({ root, secretFile, postgres }: DataDirectory): Finding[] {
  if (process.platform === 'win32') return []
  const open = [secretFile, postgres].filter(
    (path) => existsSync(path) && (statSync(path).mode & 0o077) !== 0,
  )
  if (open.length === 0) return [good('Nobody else can read the data directory’s contents')]
  return open.map((path) =>
    bad(
      `Other users of this machine can read ${path}`,
      `chmod go-rwx ${join(root, path.slice(root.length + 1))}`,
    ),
  )
}

const web = ({ webDir }: Settings): Finding =>
  existsSync(join(webDir, 'index.html'))
    ? good('The web is built')
    : warn('The web is not built yet', 'npm start builds it')

async function server({ host, port }: Settings): Promise<Finding> {
  const address = addressOf(host, port)
  try {
    const response = await fetch(`${address}/api/health`, { signal: AbortSignal.timeout(3000) })
    const answer = (await response.json()) as { ok?: boolean }
    return answer.ok
      ? good(`The server answers at ${address}`)
      : bad(
          `What answers at ${address} is not a healthy Kolo`,
          'see what it prints, or give another KOLO_PORT',
        )
  } catch {
    return good(`The server is not running (nothing of ours answers at ${address})`)
  }
}

/** Passwords must not travel readable. */
function transport({ host, baseUrl }: Settings): Finding[] {
  const { protocol, hostname } = new URL(baseUrl)
  const isLocal =
    ['localhost', '127.0.0.1', '[::1]'].includes(hostname) && ['127.0.0.1', 'localhost', '::1'].includes(host)
  if (isLocal || protocol === 'https:') return []
  return [
    warn(
      'People reach Kolo without encryption',
      'put a reverse proxy with TLS before it, and set KOLO_URL to its https address',
    ),
  ]
}
