import { lookup as lookUp, type LookupAddress, type LookupOptions } from 'node:dns'
import { isIP } from 'node:net'
import { isPublicRoutableHost } from '@better-auth/core/utils/host'

/** The address lies inside the network of this server. */
export class Inside extends Error {
  constructor(host: string) {
    super(`${host} lies inside this network; set KOLO_WEBHOOK_PRIVATE=1 to allow that.`)
  }
}

/** Throws Inside for a literal address that is not public. A name is judged when it is looked up. */
export function assertPublic(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) ? !isPublicRoutableHost(host) : host === 'localhost' || host.endsWith('.localhost'))
    throw new Inside(host)
}

type Found = (error: Error | null, address: string | LookupAddress[], family?: number) => void

/** Looks a name up for a connection and refuses it unless all its addresses are public. The connection goes to what
 * was judged here, so that a name cannot answer otherwise the second time. */
export function publicLookup(host: string, options: LookupOptions, found: Found): void {
  lookUp(host, { ...options, all: true }, (error, addresses) => {
    if (error) return found(error, [])
    if (!addresses.every(({ address }) => isPublicRoutableHost(address))) return found(new Inside(host), [])
    if (options.all) return found(null, addresses)
    const [first] = addresses
    found(null, first!.address, first!.family)
  })
}
