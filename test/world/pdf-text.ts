import { extractText, getDocumentProxy } from 'unpdf'

/** What a PDF says, in one line: as its reader would copy it out. */
export async function pdfText(bytes: Uint8Array): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })
  return text.replaceAll(/\s+/g, ' ')
}
