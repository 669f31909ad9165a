import { readFileSync, statSync } from 'node:fs'

/** The operating system's user that PostgreSQL runs as; undefined: simply the one we are. */
export type ServerUser = { uid: number; gid: number } | undefined

const nobody = { uid: 65534, gid: 65534 }

/** PostgreSQL refuses to run as root, so root lends it an unprivileged user. Who already owns the directory keeps it:
 * a data directory may have come from another machine, or from the time before Kolo ran as root. */
export function serverUser(dataDir: string): ServerUser {
  if (process.getuid?.() !== 0) return undefined
  return (
    ownerOf(dataDir) ??
    accounts().find((a) => a.name === 'postgres') ??
    accounts().find((a) => a.uid === nobody.uid) ??
    nobody
  )
}

function ownerOf(path: string): ServerUser {
  const found = statSync(path, { throwIfNoEntry: false })
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined
}

/** initdb insists on a name for its user; the server itself does not. */
export const hasName = (user: ServerUser) =>
  accounts().some((a) => a.uid === (user?.uid ?? process.getuid?.()))

function accounts(): { name: string; uid: number; gid: number }[] {
  try {
    const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
    return lines
      .map((line) => line.split(':'))
      .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
  } catch {
    return []
  }
}
