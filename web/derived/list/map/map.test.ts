import { expect, test } from 'vitest'
import world from 'world-atlas/countries-50m.json'
import { bubblesOf, named, type Spot } from './bubbles.ts'
import { landsOf } from './ground.ts'
import { degreesOf, moved, project, sightOf, within, zoomed } from './projection.ts'

const size = { width: 800, height: 600 }
const spot = (name: string, longitude: number, latitude: number, count: number): Spot => ({
  point: `${latitude},${longitude}`,
  latitude,
  longitude,
  name,
  region: '',
  country: '',
  count,
  ...project(longitude, latitude),
})
const towns = [
  spot('Київ', 30.52, 50.45, 70),
  spot('Львів', 24.02, 49.84, 40),
  spot('Вишневе', 30.37, 50.39, 9),
  spot('Бровари', 30.79, 50.51, 7),
  spot('Сідней', 151.2, -33.87, 1),
]

test('a point of the map is told in the degrees it was drawn by', () => {
  for (const [longitude, latitude] of [
    [30.5234, 50.4501],
    [-70.67, -33.45],
    [0, 0],
  ] as const) {
    const told = degreesOf(project(longitude, latitude))
    expect(told.longitude).toBeCloseTo(longitude, 6)
    expect(told.latitude).toBeCloseTo(latitude, 6)
  }
})

test('towns too near one another are one bubble, which has all their records', () => {
  const counts = (scale: number) => bubblesOf(towns, scale).map((b) => [b.main.name, b.count])
  expect(counts(800)).toEqual([
    ['Київ', 126],
    ['Сідней', 1],
  ])
  expect(counts(8000)).toEqual([
    ['Київ', 86],
    ['Львів', 40],
    ['Сідней', 1],
  ])
  expect(counts(500_000).map(([, n]) => n)).toEqual([70, 40, 9, 7, 1])
})

test('a name stands where it covers neither bubble nor name', () => {
  const scale = 8000
  const below = spot('Під Києвом', 30.52, 49.1, 1)
  const names = (spots: Spot[]) => [...named(bubblesOf(spots, scale), scale)].map((b) => b.main.name)
  expect(names(towns.slice(0, 2))).toEqual(['Київ', 'Львів'])
  expect(names([...towns.slice(0, 2), below])).toEqual(['Львів', 'Під Києвом'])
})

test('what lies under the hand stays there, and the world does not leave the screen', () => {
  const sight = sightOf(towns.slice(0, 4), size)
  const hand = { x: 100, y: 500 }
  const under = (s: typeof sight) => [
    s.x + (hand.x - size.width / 2) / s.scale,
    s.y + (hand.y - size.height / 2) / s.scale,
  ]
  const nearer = zoomed(sight, size, 3, hand)
  expect(nearer.scale).toBeCloseTo(sight.scale * 3)
  under(nearer).forEach((at, i) => expect(at).toBeCloseTo(under(sight)[i]!, 10))
  expect(within({ x: -5, y: 9, scale: 1 }, size)).toEqual({ x: 0.5, y: 0.625, scale: 800 })
  expect(moved(within(sight, size), size, 1e9, 0).x).toBeCloseTo(400 / sight.scale)
})

test('Crimea is in Ukraine', () => {
  const lands = landsOf(world)
  const inside = (id: string, longitude: number, latitude: number) =>
    lands
      .filter((l) => l.id === id)
      .flatMap((l) => l.polygons)
      .some(([outer]) => {
        let is = false
        outer!.forEach(([x, y], i) => {
          const [px, py] = outer!.at(i - 1)!
          if (y > latitude !== py > latitude && longitude < ((px - x) * (latitude - y)) / (py - y) + x)
            is = !is
        })
        return is
      })
  const places: [number, number][] = [
    [34.1, 44.95],
    [33.6, 44.65],
    [36.4, 45.33],
    [37.8, 48.0],
    [30.5, 50.45],
  ]
  for (const at of places) expect([at, inside('804', ...at), inside('643', ...at)]).toEqual([at, true, false])
  expect([inside('643', 38.97, 45.03), inside('804', 38.97, 45.03)]).toEqual([true, false])
})
