import type { Point } from './projection.ts'

export type PlaceOnMap = {
  point: string
  latitude: number
  longitude: number
  name: string
  region: string
  country: string
  count: number
}
export type Spot = PlaceOnMap & Point
/** Places too near one another to be told apart: drawn as one, where the largest is. */
export type Bubble = { main: Spot; spots: Spot[]; count: number; radius: number }

/** In pixels; a hundred times the records make twice the bubble. */
export const radiusOf = (count: number) => Math.min(34, Math.round(11 + 6.5 * Math.log10(count)))

const gap = 6

/** The larger take in the smaller beside them. `spots`: the largest first; `scale`: pixels of the world's width. */
export function bubblesOf(spots: readonly Spot[], scale: number): Bubble[] {
  const cell = 80
  const cells = new Map<string, Bubble[]>()
  const at = (spot: Spot, x = 0, y = 0) =>
    `${Math.floor((spot.x * scale) / cell) + x} ${Math.floor((spot.y * scale) / cell) + y}`
  const bubbles: Bubble[] = []
  for (const spot of spots) {
    const reach = radiusOf(spot.count) + gap
    const into = [-1, 0, 1]
      .flatMap((y) => [-1, 0, 1].flatMap((x) => cells.get(at(spot, x, y)) ?? []))
      .map((b) => ({ b, away: Math.hypot(b.main.x - spot.x, b.main.y - spot.y) * scale }))
      .filter(({ b, away }) => away < b.radius + reach)
      .toSorted((a, b) => a.away - b.away)[0]?.b
    if (into) {
      into.spots.push(spot)
      into.count += spot.count
      into.radius = radiusOf(into.count)
      continue
    }
    const bubble = { main: spot, spots: [spot], count: spot.count, radius: reach - gap }
    bubbles.push(bubble)
    cells.getOrInsertComputed(at(spot), () => []).push(bubble)
  }
  return bubbles
}

const letter = 6.4
const line = 18

type Box = { left: number; right: number; top: number; bottom: number }
const meet = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/** Whose names have room under them, the larger first; a name stands over no bubble and no other name. */
export function named(bubbles: readonly Bubble[], scale: number): ReadonlySet<Bubble> {
  const boxOf = ({ main, radius }: Bubble): Box => ({
    left: main.x * scale - radius,
    right: main.x * scale + radius,
    top: main.y * scale - radius,
    bottom: main.y * scale + radius,
  })
  const taken = bubbles.map(boxOf)
  const shown = new Set<Bubble>()
  for (const bubble of bubbles.toSorted((a, b) => b.count - a.count).slice(0, mostNames)) {
    const { main, radius, spots } = bubble
    const half = ((main.name.length + (spots.length > 1 ? 3 : 0)) * letter) / 2
    const top = main.y * scale + radius + 1
    const box = { left: main.x * scale - half, right: main.x * scale + half, top, bottom: top + line }
    if (taken.some((other) => meet(box, other))) continue
    taken.push(box)
    shown.add(bubble)
  }
  return shown
}
// Each is compared with all bubbles.
const mostNames = 300
