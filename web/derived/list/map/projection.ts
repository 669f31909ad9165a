/** A point of the world's square by Mercator: 0 to 1 from west to east and from north to south. */
export type Point = { x: number; y: number }

/** What is seen: the middle of it, and how many pixels wide the whole world would be. */
export type Sight = Point & { scale: number }
export type Size = { width: number; height: number }

const furthest = 85

export function project(longitude: number, latitude: number): Point {
  const angle = (Math.min(furthest, Math.max(-furthest, latitude)) * Math.PI) / 180
  return { x: longitude / 360 + 0.5, y: 0.5 - Math.log(Math.tan(Math.PI / 4 + angle / 2)) / (2 * Math.PI) }
}

/** The degrees of a point of the square. */
export const degreesOf = ({ x, y }: Point) => ({
  longitude: (x - 0.5) * 360,
  latitude: (Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) * 360) / Math.PI - 90,
})

/** About sixty metres to a pixel. */
const nearest = 650_000

/** Never further away than the whole world, nor past its edges. */
export function within(sight: Sight, size: Size): Sight {
  const scale = Math.min(nearest, Math.max(size.width, size.height, sight.scale))
  const middle = (at: number, length: number) => {
    const half = Math.min(0.5, length / scale / 2)
    return Math.min(1 - half, Math.max(half, at))
  }
  return { x: middle(sight.x, size.width), y: middle(sight.y, size.height), scale }
}

/** Nearer or further by a factor, so that what is at this spot of the screen stays there. */
export function zoomed(sight: Sight, size: Size, factor: number, spot: Point): Sight {
  const scale = Math.min(nearest, Math.max(size.width, size.height, sight.scale * factor))
  const shift = 1 / sight.scale - 1 / scale
  return within(
    {
      x: sight.x + (spot.x - size.width / 2) * shift,
      y: sight.y + (spot.y - size.height / 2) * shift,
      scale,
    },
    size,
  )
}

export const moved = (sight: Sight, size: Size, x: number, y: number): Sight =>
  within({ x: sight.x - x / sight.scale, y: sight.y - y / sight.scale, scale: sight.scale }, size)

// One client far away should not make the others small: so much of all may lie outside at each side.
const outside = 0.002

const europe: Sight = { ...project(25, 50), scale: 5000 }

/** The sight that shows them all, or all but a very few. */
export function sightOf(points: readonly (Point & { count: number })[], size: Size): Sight {
  if (points.length === 0) return within(europe, size)
  const all = points.reduce((sum, p) => sum + p.count, 0)
  const edges = (axis: 'x' | 'y'): [number, number] => {
    const sorted = points.toSorted((a, b) => a[axis] - b[axis])
    let before = 0
    const inside = sorted.filter((p) => {
      before += p.count
      return before > all * outside && before - p.count < all * (1 - outside)
    })
    return [inside[0]![axis], inside.at(-1)![axis]]
  }
  const [[west, east], [north, south]] = [edges('x'), edges('y')]
  const room = { width: Math.max(80, size.width - 120), height: Math.max(80, size.height - 120) }
  // A single town is shown with the country around it.
  const wide = Math.max(east - west, 0.012)
  const high = Math.max(south - north, 0.012)
  return within(
    {
      x: (west + east) / 2,
      y: (north + south) / 2,
      scale: Math.min(room.width / wide, room.height / high),
    },
    size,
  )
}
