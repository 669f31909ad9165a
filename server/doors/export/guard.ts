/** A value that a spreadsheet would run as a formula; its full-width forms too, which some make plain. */
const dangerous = /^[=+\-@＝＋－＠\t\r\n]/
/** Numbers, phones and names that only look so. */
const innocent = /^(?:[+-]?\d+(?:[ \u00a0\u202f]?\d+)*(?:[.,]\d+)?%?|@[\p{L}\p{N}_.]+|-|—)$/u

const isRisky = (text: string) => {
  const bare = text.replace(/^'+/, '')
  return dangerous.test(bare.trimStart() || bare) || dangerous.test(bare)
    ? !innocent.test(bare.trim())
    : false
}

/** The text so that a spreadsheet shows it and does not run it: an apostrophe in front. */
export const guarded = (text: string) => (isRisky(text) ? `'${text}` : text)

/** The text as it was before `guarded`. */
export const unguarded = (text: string) =>
  text.startsWith("'") && isRisky(text.slice(1)) ? text.slice(1) : text
