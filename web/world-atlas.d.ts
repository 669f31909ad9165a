declare module 'world-atlas/countries-50m.json' {
  const world: import('./derived/list/map/ground.ts').World
  export default world
}
