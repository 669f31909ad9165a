// The service worker: keeps the application's own files, so that Kolo opens without a network. Nothing that the server
// says of records is kept here. The build puts in what it kept (see shell-files.ts) and the version, made of their hashes.
const { version, files, entry } = __SHELL__
const kept = `kolo-shell-${version}`
// Doors of the server, not pages of the application.
const foreign = /^\/(api|mcp|q|f|pl|d|dav|ical|\.well-known)(\/|$)/

/** All files of one build, or none of them: the page must be the one that begins with this build's script. */
async function keep() {
  const cache = await caches.open(kept)
  await cache.addAll(files.map((path) => new Request(path)))
  const page = await fetch('/', { cache: 'reload' })
  if (!page.ok || !(await page.clone().text()).includes(entry))
    throw new Error('The server has another build.')
  await cache.put('/', page)
}

async function drop() {
  const old = (await caches.keys()).filter((name) => name.startsWith('kolo-shell-') && name !== kept)
  await Promise.all(old.map((name) => caches.delete(name)))
}

const fromKept = async (path) => (await caches.open(kept)).match(path)

const patience = 8_000
const late = () =>
  new Promise((_, reject) => setTimeout(() => reject(new Error('The network is too slow.')), patience))

addEventListener('install', (event) => event.waitUntil(keep().then(() => self.skipWaiting())))
addEventListener('activate', (event) => event.waitUntil(drop().then(() => self.clients.claim())))
addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin || foreign.test(pathname)) return
  // The network's page always comes first: after an update nobody is left on the old one. A network that is there but
  // does not carry anything is none.
  if (request.mode === 'navigate')
    event.respondWith(
      Promise.race([fetch(request), late()]).catch(async (error) => {
        const page = await fromKept('/')
        if (!page) throw error
        return page
      }),
    )
  // Named by their contents: what is kept is what the server has.
  else if (files.includes(pathname))
    event.respondWith(fromKept(pathname).then((file) => file ?? fetch(request)))
})
