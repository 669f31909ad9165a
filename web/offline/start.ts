/** What works without a network is made ready after the first screen stands. Browsers know no service workers over plain
 * HTTP: there the application works as long as its page is open. */
export async function start() {
  await navigator.serviceWorker?.register('/sw.js')
}
