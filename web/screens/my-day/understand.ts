import { addDays, parseDay, weekday } from '../../days.ts'

export type Understood = {
  subject: string
  kind: 'task' | 'call' | 'meeting' | 'visit' | 'message' | 'note'
  /** "2026-11-26" */
  day: string | null
  /** "10:00" */
  time: string | null
  isUrgent: boolean
}

const kinds: readonly [Understood['kind'], RegExp][] = [
  ['call', /^(call|phone|ring|зателефон|телефон|подзвон|дзвін|дзвон|набра)/],
  ['meeting', /^(meet|зустр|нарад|зібран)/],
  ['visit', /^(visit|візит|виїзд|виїха|поїх|приїх)/],
  ['message', /^(write|message|e-?mail|mail|send|напис|надісл|відправ|лист)/],
  ['note', /^(note|нотат|запис)/],
]

// From Monday; the beginnings tell them apart in every case.
const weekdays: readonly RegExp[] = [
  /^(mon(day)?|понеділ\S*|пн)$/,
  /^(tue(s|sday)?|вівтор\S*|вт)$/,
  /^(wed(nesday)?|серед[аиуі]\S*|ср)$/,
  /^(thu(rs|rsday)?|четвер\S*|чт)$/,
  /^(fri(day)?|п['’ʼ]?ятниц\S*|пт)$/,
  /^(sat(urday)?|субот\S*|сб)$/,
  /^(sun(day)?|неділ\S*|нд)$/,
]
const months: readonly RegExp[] = [
  /^(jan\S*|січ\S*)$/,
  /^(feb\S*|лют\S*)$/,
  /^(mar(ch)?|берез\S*)$/,
  /^(apr\S*|квіт\S*)$/,
  /^(may|трав\S*)$/,
  /^(june?|черв\S*)$/,
  /^(july?|лип\S*)$/,
  /^(aug\S*|серп\S*)$/,
  /^(sep\S*|верес\S*)$/,
  /^(oct\S*|жовт\S*)$/,
  /^(nov\S*|листоп\S*)$/,
  /^(dec\S*|груд\S*)$/,
]
const units: readonly [number, RegExp][] = [
  [1, /^(days?|день|дні|днів)$/],
  [7, /^(weeks?|тиждень|тижні|тижнів)$/],
]
const small = new Set([
  'at',
  'on',
  'by',
  'in',
  'next',
  'о',
  'об',
  'на',
  'в',
  'у',
  'до',
  'через',
  'за',
  'наступного',
  'наступної',
  'наступний',
])

const bare = (word: string) => word.toLowerCase().replace(/[,;.]+$/, '')
const pad = (n: number) => String(n).padStart(2, '0')

/** "10:00", "10.30", "10am", "2pm"; a bare hour only after "at" or "о". */
function timeOf(word: string, before: string | undefined): string | null {
  const clock = /^(\d{1,2})[:.](\d{2})(am|pm)?$/.exec(word) ?? /^(\d{1,2})()(am|pm)$/.exec(word)
  const hour = !clock && /^(at|о|об)$/.test(before ?? '') ? /^(\d{1,2})$/.exec(word) : null
  const found = clock ?? hour
  if (!found) return null
  const half = found[3]
  const h = (Number(found[1]) % (half ? 12 : 24)) + (half === 'pm' ? 12 : 0)
  const m = Number(found[2] || 0)
  return Number(found[1]) < 24 && m < 60 ? `${pad(h)}:${pad(m)}` : null
}

type Found = { day: string; words: number }

/** A day at this word and perhaps some after it. */
function dayAt(words: readonly string[], i: number, today: string): Found | null {
  const [word = '', next = '', third = ''] = words.slice(i, i + 3)
  if (/^(післязавтра|overmorrow)$/.test(word)) return { day: addDays(today, 2), words: 1 }
  if (word === 'day' && next === 'after' && third === 'tomorrow') return { day: addDays(today, 2), words: 3 }
  const at = weekdays.findIndex((w) => w.test(word))
  if (at >= 0) return { day: addDays(today, ((at - weekday(today) + 6) % 7) + 1), words: 1 }
  if (/^(in|за|через)$/.test(words[i - 1] ?? '')) {
    const unit = units.find(([, u]) => u.test(next))
    if (unit && /^\d{1,3}$/.test(word)) return { day: addDays(today, Number(word) * unit[0]), words: 2 }
    const one = units.find(([, u]) => u.test(word))
    if (one) return { day: addDays(today, one[0]), words: 1 }
  }
  const month = months.findIndex((m) => m.test(next))
  if (month >= 0 && /^\d{1,2}$/.test(word)) {
    const year = Number(today.slice(0, 4))
    const inYear = (y: number) => `${y}-${pad(month + 1)}-${pad(Number(word))}`
    const day = parseDay(inYear(year), today) && inYear(year) >= today ? inYear(year) : inYear(year + 1)
    return parseDay(day, today) ? { day, words: 2 } : null
  }
  // One letter or a bare number is a day in a date field, not in a sentence.
  if (word.length < 4 || /^\d+$/.test(word)) return null
  const day = parseDay(word, today)
  return day ? { day, words: 1 } : null
}

/** What a line means: "завтра 10:00 зателефонувати Олені", "call Olena tomorrow 10am", "оплата за договором 28.11 !". */
export function understand(text: string, today: string): Understood {
  const words = text.trim().split(/\s+/).filter(Boolean)
  const small_ = words.map(bare)
  const left: boolean[] = words.map(() => true)
  let day: string | null = null
  let time: string | null = null
  const take = (from: number, count: number) => {
    for (let i = from; i < from + count; i++) left[i] = false
    for (let i = from - 1; i >= 0 && left[i] && small.has(small_[i]!); i--) left[i] = false
  }
  for (let i = 0; i < words.length; i++) {
    if (!left[i]) continue
    const clock: string | null = time === null ? timeOf(small_[i]!, small_[i - 1]) : null
    // 28.11 is a day before it is a time of the day that has no 28th hour.
    const found: Found | null = day === null && !clock ? dayAt(small_, i, today) : null
    if (clock) {
      time = clock
      take(i, 1)
    } else if (found) {
      day = found.day
      take(i, found.words)
    }
  }
  const isUrgent = words.some((w, i) => left[i] && /^!+$/.test(w)) || /!!+$/.test(text)
  const kept = words
    .filter((w, i) => left[i] && !/^!+$/.test(w))
    .join(' ')
    .replace(/[,;!\s]+$/, '')
  const kind =
    kinds.find(([, verb]) =>
      kept
        .split(' ')
        .slice(0, 2)
        .some((w) => verb.test(bare(w))),
    )?.[0] ?? 'task'
  return {
    subject: kept.charAt(0).toUpperCase() + kept.slice(1),
    kind,
    day: day ?? (time ? today : null),
    time,
    isUrgent,
  }
}

/** The words by which to look for whom it is about: names stand in capitals, and their endings change by case. */
export function namesIn(subject: string): string | null {
  const names = subject
    .split(/\s+/)
    .slice(1)
    .map((w) => w.replaceAll(/[«»"“”.,;:!?()]/g, ''))
    .filter((w) => /^\p{Lu}/u.test(w) && w.length > 2)
    .map((w) => (/[а-яіїєґ]/i.test(w) && w.length > 4 ? w.slice(0, -1) : w))
  return names.length ? names.slice(0, 2).join(' ') : null
}
