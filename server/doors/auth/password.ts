import { Invalid, type Problem } from '#core/error.ts'
import { sentences } from './messages.ts'

export const shortest = 10
export const longest = 128

/** The commonest passwords of ten letters and more in leaked lists, and what people here type instead. */
const common = new Set(
  `1234567890 0123456789 12345678910 123456789a a123456789 1234567890a 123456789q q123456789 1q2w3e4r5t 1q2w3e4r5t6y
  1qaz2wsx3edc 1qazxsw23edc zaq12wsxcde3 qazwsxedcrfv qwertyuiop qwerty12345 qwerty123456 qwerty1234 qwertyuiop123
  asdfghjkl1 asdfghjkl123 asdfghjkl; zxcvbnm123 password12 password123 password1234 password12345 password11
  password01 passw0rd123 passw0rd12 p@ssw0rd123 p@ssword123 p@ssword12 mypassword mypassword1 administrator
  administrator1 admin12345 admin123456 admin1234567 adminadmin adminadmin1 welcome123 welcome1234 welcome12345
  letmein123 letmein1234 changeme123 changeme1234 iloveyou12 iloveyou123 iloveyouso football12 football123
  basketball baseball123 superman123 batman12345 dragon1234 monkey1234 princess12 princess123 sunshine12 sunshine123
  michael123 charlie123 liverpool1 chelsea123 manchester arsenal123 september1 november11 december12 christmas1
  abcdefghij abcdefghijk abcd123456 abc1234567 abc123abc123 aa12345678 aa123456789 qweasdzxc1 qweasdzxc123 qweqweqwe1
  testtest12 test123456 test1234567 testing123 computer12 computer123 internet12 internet123 google1234 samsung123
  whatever123 trustno1trustno1 starwars12 starwars123 pokemon123 blink182blink182 company123 secret1234 secret12345
  йцукенгшщз йцукен12345 йцукен123456 пароль1234 пароль12345 пароль123456 парольпароль ghjuhfvvf slavaukraini
  славаукраїні ukraine2022 ukraine2023 ukraine2024 ukraine2025 ukraine2026 kyiv123456 україна123`.split(
    /\s+/,
  ),
)

const isRepeated = (text: string) => /^(.{1,3})\1+$/u.test(text)
const isRun = (text: string) =>
  [...text].every((c, i, all) => i === 0 || c.codePointAt(0)! - all[i - 1]!.codePointAt(0)! === 1)

/** Why this password will not do, or null. */
export function whyWeak(password: string, email: string): keyof typeof sentences | null {
  const plain = password.toLowerCase()
  const [local = ''] = email.toLowerCase().split('@')
  if ([...password].length < shortest) return 'PASSWORD_TOO_SHORT'
  if (password.length > longest) return 'PASSWORD_TOO_LONG'
  if (local.length > 3 ? plain.includes(local) : plain.includes(email.toLowerCase()))
    return 'PASSWORD_HAS_EMAIL'
  if (common.has(plain) || isRepeated(plain) || isRun(plain)) return 'PASSWORD_TOO_COMMON'
  return null
}

export function passwordProblem(path: string, password: string, email: string): Problem | null {
  const code = whyWeak(password, email)
  return code && { path, code, message: sentences[code].en }
}

export function assertStrong(path: string, password: string, email: string): void {
  const problem = passwordProblem(path, password, email)
  if (problem) throw new Invalid([problem])
}
