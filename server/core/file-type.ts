const unknown = 'application/octet-stream'
// What a browser would run, were it shown as what it says it is.
const active =
  /^(text\/html|application\/xhtml\+xml|image\/svg\+xml|text\/xml|application\/xml|text\/javascript|application\/javascript)$/
const enough = 4100

const isControl = (byte: number) => byte < 9 || (byte > 13 && byte < 32)

/** Whether bytes are text: UTF-8 without control characters. The last character may be cut in two. */
const isText = (start: Buffer): boolean =>
  !start.some(isControl) && !start.toString('utf8').slice(0, -1).includes('\uFFFD')

/** What a file is, by its content: a name and a word of the sender prove nothing. A text is what it is said to be as
 * far as no browser would run it. */
export async function typeOf(start: Buffer, said: string): Promise<string> {
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(start.subarray(0, enough))
  if (found) return active.test(found.mime) ? 'text/plain' : found.mime
  if (start.length === 0 || !isText(start.subarray(0, enough))) return unknown
  return /^text\/[\w.+-]+$/.test(said) && !active.test(said) ? said : 'text/plain'
}

export const startBytes = enough
