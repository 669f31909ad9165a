/** Kolo cannot go on here, and one sentence says why and what to do. Exit codes follow sysexits.h, so that a service
 * manager can tell a full disk (try later) from a wrong setting (call a person). */
export class CannotStart extends Error {
  exitCode: number
  constructor(reason: keyof typeof exitCodes, sentence: string, options?: ErrorOptions) {
    super(sentence, options)
    this.exitCode = exitCodes[reason]
  }
}

const exitCodes = {
  usage: 64,
  unavailable: 69,
  software: 70,
  diskFull: 74,
  busy: 75,
  permission: 77,
  settings: 78,
} as const

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException | undefined)?.code

export const isDiskFull = (error: unknown) =>
  ['ENOSPC', 'EDQUOT', '53100'].includes(codeOf(error) ?? '') ||
  /No space left on device|Disk quota exceeded/i.test(String(error))

export const diskFull = (place: string, cause?: unknown) =>
  new CannotStart(
    'diskFull',
    `The disk that holds ${place} is full: free some space on it and start again.`,
    { cause },
  )

export const portTaken = (host: string, port: number) =>
  new CannotStart(
    'busy',
    `Port ${port} on ${host} is already in use, perhaps by another Kolo: stop that program or give another port, for example KOLO_PORT=${port + 1}.`,
  )

/** Turns what the file system says into a sentence about `place`; anything unknown is passed on as it is. */
export function explained(error: unknown, place: string): unknown {
  if (error instanceof CannotStart) return error
  if (isDiskFull(error)) return diskFull(place, error)
  if (['EACCES', 'EPERM'].includes(codeOf(error) ?? ''))
    return new CannotStart(
      'permission',
      `This user may not use ${place}: start Kolo as the user who owns it, change its owner, or give another directory with KOLO_DATA.`,
      { cause: error },
    )
  if (codeOf(error) === 'EROFS')
    return new CannotStart(
      'permission',
      `${place} is on a read-only disk: give another directory with KOLO_DATA.`,
      { cause: error },
    )
  return error
}
