import { mesh } from 'topojson-client'
import type { GeometryCollection, MultiPolygon, Polygon, Topology } from 'topojson-specification'
import { project, type Sight, type Size } from './projection.ts'

type Land = { name: string }
export type World = Topology<{ countries: GeometryCollection<Land> }>
type Country = (Polygon<Land> | MultiPolygon<Land>) & { id?: string }

const russia = '643'
const ukraine = '804'
const antarctica = '010'

/** Natural Earth draws who holds what. Here a border is where the law has it: Crimea is in Ukraine, and what no one
 * recognises belongs to whom it is recognised as a part of. */
function lawful(world: World): Country[] {
  const countries = (world.objects.countries.geometries as Country[]).filter((c) => c.id !== antarctica)
  const of = (id: string) => countries.find((c) => c.id === id) as MultiPolygon<Land>
  const [from, to] = [of(russia), of(ukraine)]
  const crimea = from.arcs.filter((polygon) => isCrimea(ring(world, polygon[0]!)))
  from.arcs = from.arcs.filter((polygon) => !crimea.includes(polygon))
  to.arcs.push(...crimea)
  return countries
}
const isCrimea = (line: readonly Position[]) =>
  line.every(([longitude, latitude]) => longitude > 32 && longitude < 37 && latitude > 44 && latitude < 46.5)

type Position = readonly [longitude: number, latitude: number]

/** The points of an arc, which keeps steps in whole numbers; of a negative one backwards. */
function arcOf({ arcs, transform }: World, index: number): Position[] {
  const { scale, translate } = transform!
  let [x, y] = [0, 0]
  const line = arcs[index < 0 ? ~index : index]!.map(([dx = 0, dy = 0]): Position => {
    x += dx
    y += dy
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]]
  })
  return index < 0 ? line.reverse() : line
}
const ring = (world: World, indices: readonly number[]): Position[] =>
  indices.flatMap((index, i) => arcOf(world, index).slice(i ? 1 : 0))

/** Each country's polygons, as rings of degrees. */
export const landsOf = (world: World, countries = lawful(world)) =>
  countries.map(({ id, type, arcs }) => ({
    id,
    polygons: (type === 'Polygon' ? [arcs as number[][]] : (arcs as number[][][])).map((polygon) =>
      polygon.map((one) => ring(world, one)),
    ),
  }))

/** Past the line of dates it goes on to the east, instead of back around the world. */
function trace(path: Path2D, line: readonly (readonly number[])[], closed: boolean): void {
  let turns = 0
  line.forEach(([longitude = 0, latitude = 0], i) => {
    const before = line[i - 1]?.[0] ?? longitude
    if (Math.abs(longitude - before) > 180) turns += longitude < before ? 360 : -360
    const { x, y } = project(longitude + turns, latitude)
    if (i) path.lineTo(x, y)
    else path.moveTo(x, y)
  })
  if (closed) path.closePath()
}

const belongs: Record<string, string> = { 'N. Cyprus': 'Cyprus', Somaliland: 'Somalia' }
const stateOf = ({ properties }: Country) => belongs[properties!.name] ?? properties!.name

export type Ground = { land: Path2D; borders: Path2D; regions: Path2D }

/** Outlines of the world's countries and of Ukraine's regions, as paths in the world's square. */
export function groundOf(world: World, oblasts: readonly (readonly number[])[]): Ground {
  const [land, borders, regions] = [new Path2D(), new Path2D(), new Path2D()]
  const countries = lawful(world)
  for (const { polygons } of landsOf(world, countries))
    for (const one of polygons.flat()) trace(land, one, true)
  const between = mesh(
    world,
    { type: 'GeometryCollection', geometries: countries } as never,
    (a, b) => a !== b && stateOf(a as Country) !== stateOf(b as Country),
  )
  for (const line of between.coordinates) trace(borders, line, false)
  for (const line of oblasts)
    trace(
      regions,
      Array.from({ length: line.length / 2 }, (_, i) => [line[2 * i]!, line[2 * i + 1]!]),
      false,
    )
  return { land, borders, regions }
}

let known: Promise<Ground> | undefined
/** Fetched with the first map; from this server, as everything else. */
export const loadGround = () =>
  (known ??= Promise.all([import('world-atlas/countries-50m.json'), import('./oblasts.json')]).then(
    ([world, oblasts]) => groundOf(world.default, oblasts.default),
  ))

const colour = (canvas: HTMLElement, name: string) => getComputedStyle(canvas).getPropertyValue(name)

export function draw(canvas: HTMLCanvasElement, ground: Ground, sight: Sight, { width, height }: Size): void {
  const sharp = devicePixelRatio
  const [w, h] = [Math.round(width * sharp), Math.round(height * sharp)]
  if (canvas.width !== w) canvas.width = w
  if (canvas.height !== h) canvas.height = h
  const pen = canvas.getContext('2d')!
  pen.setTransform(1, 0, 0, 1, 0, 0)
  pen.fillStyle = colour(canvas, '--map-sea')
  pen.fillRect(0, 0, w, h)
  const scale = sight.scale * sharp
  pen.setTransform(scale, 0, 0, scale, w / 2 - sight.x * scale, h / 2 - sight.y * scale)
  const line = (path: Path2D, name: string, pixels: number) => {
    pen.strokeStyle = colour(canvas, name)
    pen.lineWidth = (pixels * sharp) / scale
    pen.stroke(path)
  }
  pen.lineJoin = 'round'
  pen.fillStyle = colour(canvas, '--map-land')
  pen.fill(ground.land)
  line(ground.land, '--map-coast', 0.75)
  // Of the whole world they would be a blot.
  if (sight.scale > 5000) line(ground.regions, '--map-region', 0.75)
  line(ground.borders, '--map-border', 1)
}
