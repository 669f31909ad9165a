import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { modules } from '#modules/index.ts'

const root = join(import.meta.dirname, '..')
const filesIn = (folder: string) =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((f) => /\.tsx?$/.test(f) && !f.startsWith('dist'))
        .map((f) => join(folder, f))
    : []

const aliases: Record<string, string> = {
  core: 'server/core',
  doors: 'server/doors',
  modules: 'server/modules',
  database: 'server/database',
  test: 'test',
}

type Edge = { from: string; to: string; typeOnly: boolean }

/** Every import of one of our own files. */
function edgesOf(from: string): Edge[] {
  const text = readFileSync(join(root, from), 'utf8')
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g,
  )
  return [...found].flatMap(([, typeOnly, one, other]) => {
    const path = (one ?? other)!
    const alias = /^#(\w+)\/(.*)$/.exec(path)
    if (!alias && !path.startsWith('.')) return []
    const to = alias
      ? `${aliases[alias[1]!]}/${alias[2]}`
      : relative(root, normalize(join(root, dirname(from), path)))
    return [{ from, to, typeOnly: Boolean(typeOnly) }]
  })
}

const server = filesIn('server')
const edges = server.flatMap(edgesOf)
const moduleOf = (path: string) => /^server\/modules\/([^/]+)\//.exec(path)?.[1]
const inCore = (path: string) => path.startsWith('server/core/')

describe('walls', () => {
  test('every import leads to a file', () => {
    expect(edges.filter(({ to }) => !existsSync(join(root, to)))).toEqual([])
    expect(edges.length).toBeGreaterThan(200)
  })

  test('core knows no module, no door, no database of the installation', () => {
    expect(edges.filter(({ from, to }) => inCore(from) && !inCore(to))).toEqual([])
  })

  test('modules know core and the modules they use, through the one door of each', () => {
    const wrong = edges.filter(({ from, to }) => {
      const here = moduleOf(from)
      const there = moduleOf(to)
      if (!here) return false
      if (inCore(to) || there === here) return false
      const uses = modules.find((m) => m.name === here)?.uses ?? []
      return !(there && uses.includes(there) && to === `server/modules/${there}/index.ts`)
    })
    expect(wrong).toEqual([])
  })

  test('whoever is outside comes in by a module’s index', () => {
    const wrong = edges.filter(({ from, to }) => {
      const there = moduleOf(to)
      return there && moduleOf(from) !== there && to !== `server/modules/${there}/index.ts`
    })
    expect(wrong).toEqual([])
  })

  test('references of entities follow what their modules use', () => {
    const wrong = modules.flatMap((m) =>
      m.entities.flatMap((e) =>
        Object.entries(e.fields as Record<string, { entity?: string }>)
          .filter(
            ([, f]) =>
              f.entity &&
              !reachable(m.name).some((x) =>
                modules.find((y) => y.name === x)!.entities.some((o) => o.name === f.entity),
              ),
          )
          .map(([key, f]) => `${m.name}: ${e.name}.${key} → ${f.entity}`),
      ),
    )
    // A client's user belongs to an account: the one reference against the grain, kept by the workspace for row rules.
    expect(wrong).toEqual(['workspace: user.account → account'])
  })

  test('modules use each other without a ring', () => {
    for (const m of modules)
      expect(reachable(m.name).filter((x) => x !== m.name && reachable(x).includes(m.name))).toEqual([])
  })

  test('every declared entity and operation of a module is registered', () => {
    const folders = [...new Set(server.map(moduleOf).filter((m) => m !== undefined))]
    expect(folders.toSorted()).toEqual(modules.map((m) => m.name).toSorted())
    for (const m of modules) {
      const text = filesIn(`server/modules/${m.name}`)
        .map((f) => readFileSync(join(root, f), 'utf8'))
        .join('\n')
      const entities = [...text.matchAll(/= entity\('(\w+)'/g)].map(([, name]) => name!)
      const operations = [...text.matchAll(/= operation\(\{\s*name: '([\w.]+)'/g)].map(([, name]) => name!)
      expect(m.entities.map((e) => e.name).toSorted()).toEqual(entities.toSorted())
      expect(m.operations.map((o) => o.name)).toEqual(expect.arrayContaining(operations))
    }
  })

  test('the web takes from the server only types and the catalogue', () => {
    const wrong = filesIn('web')
      .flatMap(edgesOf)
      .filter(
        ({ to, typeOnly }) =>
          to.startsWith('server/') && !typeOnly && !/^server\/core\/(text|catalogue)\.ts$/.test(to),
      )
    expect(wrong).toEqual([])
  })

  test('no door imports another door’s inside but the ones that serve them', () => {
    const doorOf = (path: string) => /^server\/doors\/([^/]+)\//.exec(path)?.[1]
    const wrong = edges.filter(({ from, to }) => inCore(to) === false && moduleOf(from) && doorOf(to))
    expect(wrong).toEqual([])
  })

  test('no file is longer than three hundred lines, and no folder is called after plumbing', () => {
    const all = [...server, ...filesIn('web'), ...filesIn('test'), ...filesIn('bench')]
    const long = [...server, ...filesIn('web')].filter(
      (f) => readFileSync(join(root, f), 'utf8').split('\n').length > 301,
    )
    expect(long).toEqual([])
    expect(all.filter((f) => /(^|\/)(utils|helpers|services|common|managers?)\//i.test(f))).toEqual([])
  })
})

function reachable(name: string, seen = new Set<string>()): string[] {
  if (!seen.has(name)) {
    seen.add(name)
    modules.find((m) => m.name === name)?.uses.forEach((u) => reachable(u, seen))
  }
  return [...seen]
}
