// What is kept on this device: two stores of one database. `kept` is what the server said last, `waiting` what was
// written meanwhile.
type Store = 'kept' | 'waiting'

const open = () =>
  new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('kolo', 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('kept')
      request.result.createObjectStore('waiting', { keyPath: 'number', autoIncrement: true })
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
let opened: Promise<IDBDatabase> | undefined

/** One step on a store, written through before it answers. Throws where the browser keeps nothing (a private window) or
 * has no room. */
export async function inStore<T>(
  store: Store,
  mode: IDBTransactionMode,
  step: (s: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await (opened ??= open().catch((error: unknown) => {
    opened = undefined
    throw error
  }))
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode, { durability: 'strict' })
    const request = step(transaction.objectStore(store))
    transaction.oncomplete = () => resolve(request.result)
    transaction.onabort = () => reject(transaction.error)
  })
}
