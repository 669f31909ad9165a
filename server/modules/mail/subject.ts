import { randomInt } from 'node:crypto'

// Without what is mistaken for something else when it is read out.
const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

export const newToken = () => Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')

export const marked = (subject: string, token: string) =>
  subject.includes(`[#${token}]`) ? subject : `${subject} [#${token}]`

export const tokenIn = (subject: string): string | null =>
  /\[#([2-9A-HJ-NP-Z]{8})\]/.exec(subject)?.[1] ?? null

// Answer and forward marks of the mail programs people use here: English, German, Polish, Ukrainian, Russian, Spanish.
const marks =
  /^\s*(?:(?:re|fwd?|fw|aw|wg|odp|pd|відп|вдп|на|пер|пересл|ответ|отв|rv|tr)(?:\[\d+\])?\s*[:：]\s*)+/iu

/** The subject without “Re:”, “Fwd:” and the product's own mark. */
export const plainSubject = (subject: string): string =>
  subject
    .replace(/\s*\[#[2-9A-HJ-NP-Z]{8}\]/g, '')
    .replace(marks, '')
    .trim()
