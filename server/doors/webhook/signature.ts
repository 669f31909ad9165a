import { createHmac } from 'node:crypto'

/** `t=UNIX,v1=HEX`: HMAC-SHA256, by the webhook's secret, of the time, a dot and the body. */
export function signature(secret: string, body: string, at = new Date()): string {
  const time = Math.floor(at.getTime() / 1000)
  return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`
}
