import { hues } from './tag.tsx'

const initials = (name: string) =>
  name
    .trim()
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase()

const hueFor = (name: string) => {
  let sum = 0
  for (const c of name) sum = (sum * 31 + c.codePointAt(0)!) % 997
  return hues[1 + (sum % (hues.length - 1))]
}

/** Two letters on a colour that is always the same for a name. The name itself stands beside it or in its title. */
export const Avatar = ({
  name,
  size = 20,
  square = false,
}: {
  name: string
  size?: number
  square?: boolean
}) => (
  <span
    aria-hidden
    data-hue={hueFor(name)}
    className={`inline-flex shrink-0 items-center justify-center bg-(--tag-bg) font-semibold text-(--tag-ink) select-none ${square ? 'rounded-sm' : 'rounded-full'}`}
    style={{ width: size, height: size, fontSize: Math.max(9, size * 0.42) }}
  >
    {initials(name)}
  </span>
)
