import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { api, ApiError, Unreachable } from './api.ts'
import { byPlural, catalogueQuery, hasPage, type Catalogue } from './catalogue.ts'
import { readSearch } from './derived/list/search.ts'
import { farTexts, guessedLocale, guessLocale, setLocale } from './i18n.ts'
import { isAway, patience } from './offline/network.ts'
import { pages } from './pages.ts'
import { recordQuery } from './records.ts'
import { Failed, NotFound, Waiting } from './shell/failed.tsx'
import { setTheme } from './theme.ts'

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Outlet,
  errorComponent: Failed,
  notFoundComponent: () => <NotFound what="noPage" />,
})

/** Nobody is here yet. */
const isEmpty = async () => (await api<{ needed: boolean }>('setup').catch(() => ({ needed: false }))).needed

/** Without a network: as it was said last, if it was kept. */
const keptCatalogue = (client: QueryClient) =>
  import('./offline/kept-catalogue.ts').then(
    (m) => m.keptCatalogue(client),
    () => null,
  )

/** While the server's own does not come; the answer that comes later still counts. Never fails. */
const keptIfLate = (client: QueryClient) =>
  new Promise<Catalogue>((resolve) => {
    if (!client.getQueryData(catalogueQuery.queryKey))
      setTimeout(() => {
        if (client.getQueryData(catalogueQuery.queryKey)) return
        void keptCatalogue(client).then((kept) => kept && resolve(kept))
      }, patience)
  })

/** Who nobody knows yet goes to the first page (an empty installation) or to sign in, and comes back after. */
async function knownUser(client: QueryClient, href: string) {
  const asked = client.ensureQueryData(catalogueQuery)
  const catalogue = await Promise.race([asked, keptIfLate(client)]).catch(async (error: unknown) => {
    const known = error instanceof Unreachable ? await keptCatalogue(client) : null
    if (known) return known
    await setLocale(guessLocale())
    if (!(error instanceof ApiError) || error.status !== 401) throw error
    if (await isEmpty()) throw redirect({ to: '/setup' } as never)
    throw redirect({ to: '/sign-in', search: { to: href } } as never)
  })
  await setLocale(catalogue.user.locale)
  if (catalogue.user.theme) setTheme(catalogue.user.theme)
  return catalogue
}

export const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => ({
    catalogue: await knownUser(context.client, location.href),
  }),
  component: lazyRouteComponent(() => import('./shell/shell.tsx'), 'Shell'),
})

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: ({ context: { catalogue } }) => {
    const page = catalogue.navigation.flatMap((m) => m.pages)[0]
    if (page) throw redirect({ to: `/${page.path}` as never })
    const first = catalogue.entities['deal'] ?? Object.values(catalogue.entities)[0]
    if (first) throw redirect({ to: '/$plural', params: { plural: first.plural } })
  },
})

export const listRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/$plural',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('./derived/list/list-screen.tsx'), 'ListScreen'),
})

export const recordRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/$plural/$id',
  validateSearch: (search: Record<string, unknown>): { tab?: string } =>
    typeof search['tab'] === 'string' ? { tab: search['tab'] } : {},
  // Without a network the day shows what is kept of it.
  beforeLoad: async ({ context: { catalogue }, params: { plural, id } }) => {
    const entity = isAway() && byPlural(catalogue, plural)?.name
    if (entity && (await (await import('./offline/kept.ts')).isKept(entity, id)))
      throw redirect({ to: '/my-day', search: { open: `${entity}:${id}` } } as never)
  },
  // Not awaited: the page draws itself at once from what the list already knows.
  loader: ({ context: { client, catalogue }, params: { plural, id } }) => {
    if (byPlural(catalogue, plural)) void client.prefetchQuery(recordQuery(plural, id))
  },
  component: lazyRouteComponent(() => import('./derived/record/record-screen.tsx'), 'RecordScreen'),
})

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  beforeLoad: async () => {
    await guessedLocale()
    if (!(await isEmpty())) throw redirect({ to: '/' } as never)
  },
  component: lazyRouteComponent(() => import('./screens/setup/setup-screen.tsx'), 'SetupScreen'),
})
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  beforeLoad: guessedLocale,
  component: lazyRouteComponent(() => import('./screens/sign-in/sign-in-screen.tsx'), 'SignInScreen'),
})
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  beforeLoad: guessedLocale,
  component: lazyRouteComponent(() => import('./screens/sign-in/invitation-screen.tsx'), 'InvitationScreen'),
})
const start = createRoute({
  getParentRoute: () => signedIn,
  path: '/start',
  beforeLoad: farTexts,
  component: lazyRouteComponent(() => import('./screens/start/start-screen.tsx'), 'StartScreen'),
})

const settingsScreen = lazyRouteComponent(
  () => import('./screens/settings/settings-screen.tsx'),
  'SettingsScreen',
)
const settings = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings',
  beforeLoad: farTexts,
  component: settingsScreen,
})
const settingsPage = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/$page',
  beforeLoad: farTexts,
  component: settingsScreen,
})

const importing = createRoute({
  getParentRoute: () => signedIn,
  path: '/import',
  beforeLoad: farTexts,
  component: lazyRouteComponent(() => import('./screens/import/import-screen.tsx'), 'ImportScreen'),
})
const importRun = createRoute({
  getParentRoute: () => signedIn,
  path: '/import/$id',
  beforeLoad: farTexts,
  component: lazyRouteComponent(() => import('./screens/import/run-screen.tsx'), 'RunScreen'),
})

const NotYours = () => <NotFound what="notYours" />
const NoPage = () => <NotFound what="noPage" />

/** Made by hand: `my-day` at /my-day. What follows it is the screen's own affair, in `search`. */
const handMade = Object.entries(pages).map(([path, component]) =>
  createRoute({
    getParentRoute: () => signedIn,
    path: `/${path}`,
    validateSearch: (search: Record<string, unknown>) => search,
    loader: ({ context: { catalogue } }) => {
      if (!hasPage(catalogue, path)) throw notFound()
    },
    component,
    notFoundComponent: NotYours,
  }),
)

const tree = root.addChildren([
  setup,
  signIn,
  invitation,
  signedIn.addChildren([
    home,
    start,
    settings,
    settingsPage,
    importing,
    importRun,
    ...handMade,
    listRoute,
    recordRoute,
  ]),
])

export const makeRouter = (client: QueryClient) =>
  createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: 'intent',
    defaultPreloadDelay: 40,
    defaultPreloadStaleTime: 30_000,
    defaultPendingMs: 300,
    defaultPendingComponent: Waiting,
    defaultErrorComponent: Failed,
    defaultNotFoundComponent: NoPage,
    scrollRestoration: false,
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
