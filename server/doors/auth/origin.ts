import { BlockList, isIP } from 'node:net'
import type { Gate } from './gate.ts'
import { bearerOf, sessionCookie } from './actor.ts'

/** From `10.0.0.0/8, 192.0.2.1`; throws a plain sentence at an entry that is neither. */
export function proxyList(entries: string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/')
    const version = isIP(address)
    const family = version === 6 ? 'ipv6' : 'ipv4'
    if (!version) throw new Error(`“${entry}” is not an address or a range of addresses of a trusted proxy.`)
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}

const plain = (address: string) => address.trim().replace(/^::ffff:(?=\d+\.)/, '')

/** Who really asks: the other end of the connection, unless that is a proxy we were told to trust; then the last
 * address in X-Forwarded-For that is not such a proxy. What a client writes there himself is never believed. */
export function clientAddress(headers: Headers, remote: string, proxies: BlockList): string {
  const trusted = (address: string) => {
    const version = isIP(address)
    return version !== 0 && proxies.check(address, version === 6 ? 'ipv6' : 'ipv4')
  }
  let address = plain(remote)
  const chain = (headers.get('x-forwarded-for') ?? '').split(',').map(plain).filter(Boolean)
  while (trusted(address) && chain.length) address = chain.pop()!
  return isIP(address) ? address : plain(remote)
}

const hostOf = (url: string) => {
  try {
    return new URL(url).host
  } catch {
    return null
  }
}

/** Origins that are this installation: the configured ones, and whatever name this very request came to. */
export const ownOrigins = (gate: Pick<Gate, 'baseUrl' | 'origins'>, headers?: Headers): string[] => {
  const host = headers?.get('host')
  return [gate.baseUrl, ...gate.origins, ...(host ? [`http://${host}`, `https://${host}`] : [])]
}

/** The site passkeys belong to. They cannot belong to a bare address; on this machine `localhost` stands for it. */
export function passkeySite({ baseUrl }: Pick<Gate, 'baseUrl'>): string {
  const { hostname } = new URL(baseUrl)
  return hostname === '127.0.0.1' || hostname === '[::1]' ? 'localhost' : hostname
}

/** Can passkeys be used at the name this request came to? */
export function hasPasskeys(gate: Pick<Gate, 'baseUrl'>, headers: Headers): boolean {
  const site = passkeySite(gate)
  const name = (headers.get('host') ?? '').replace(/:\d+$/, '')
  return isIP(site) === 0 && (name === site || name.endsWith(`.${site}`))
}

const reads = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Cross-site request forgery: a write that carries our cookie must come from a page of ours. A browser always
 * says where a write comes from; who sends a cookie and does not say it is no browser we know. */
export function isForeignWrite(
  gate: Pick<Gate, 'baseUrl' | 'origins'>,
  { method, headers }: { method: string; headers: Headers },
): boolean {
  if (reads.has(method) || !headers.get('cookie')?.includes(sessionCookie(gate))) return false
  if (bearerOf(headers) !== undefined) return false
  const origin = headers.get('origin')
  if (!origin || origin === 'null') return headers.get('sec-fetch-site') !== 'same-origin'
  const host = hostOf(origin)
  return !ownOrigins(gate, headers).some((own) => hostOf(own) === host)
}
