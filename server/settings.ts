import { resolve } from 'node:path'
import type { S3Settings } from '#core/s3-place.ts'
import { CannotStart } from '#database/cannot-start.ts'

/** What the environment says about this installation. Everything else is set on screen. */
export type Settings = {
  dataDir: string
  host: string
  port: number
  databaseUrl: string | undefined
  /** Where people open Kolo; behind a proxy it is not where Kolo listens. */
  baseUrl: string
  /** Reverse proxies whose word about the client's address is believed. */
  trustedProxies: string[]
  /** Origins of identity providers inside the company's network; all others must be public. */
  trustedIssuers: string[]
  /** Webhooks may go to addresses inside this network. */
  privateWebhooks: boolean
  /** S3-compatible storage for files; without it they lie in the data directory. */
  s3: S3Settings | undefined
  webDir: string
}

type Environment = Record<string, string | undefined>

export function readSettings(env: Environment = process.env): Settings {
  const host = env['KOLO_HOST'] || '127.0.0.1'
  const port = portOf(env['KOLO_PORT'] || '3000')
  return {
    // npm runs scripts in the project's directory, so that `./data` is the same for everybody who types the command.
    dataDir: resolve(env['KOLO_DATA'] || './data'),
    host,
    port,
    databaseUrl: databaseUrlOf(env['DATABASE_URL']),
    baseUrl: baseUrlOf(env['KOLO_URL']) ?? addressOf(host, port),
    trustedProxies: listOf(env['KOLO_TRUSTED_PROXIES']),
    trustedIssuers: listOf(env['KOLO_TRUSTED_ISSUERS']),
    privateWebhooks: env['KOLO_WEBHOOK_PRIVATE'] === '1',
    s3: s3Of(env),
    webDir: resolve(import.meta.dirname, '../web/dist'),
  }
}

const listOf = (text: string | undefined) => (text ?? '').split(/[\s,]+/).filter(Boolean)

/** How to type it into a browser on this machine. By name: a browser keeps passkeys for `localhost`, not for a number. */
export function addressOf(host: string, port: number): string {
  const name = ['0.0.0.0', '127.0.0.1', '::', '::1', ''].includes(host)
    ? 'localhost'
    : host.includes(':')
      ? `[${host}]`
      : host
  return `http://${name}:${port}`
}

function portOf(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65535) return port
  throw new CannotStart('settings', `KOLO_PORT is "${text}": give a number up to 65535.`)
}

function databaseUrlOf(text: string | undefined): string | undefined {
  if (!text) return undefined
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) return text
  throw new CannotStart(
    'settings',
    'DATABASE_URL is not an address like postgres://user:password@host:5432/database.',
  )
}

function baseUrlOf(text: string | undefined): string | undefined {
  if (!text) return undefined
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '')
  throw new CannotStart(
    'settings',
    `KOLO_URL is "${text}": give the address people open, like https://crm.example.com.`,
  )
}

function s3Of(env: Environment): S3Settings | undefined {
  const endpoint = env['KOLO_S3_ENDPOINT']
  if (!endpoint) return undefined
  if (!/^https?:\/\//.test(endpoint) || !URL.canParse(endpoint))
    throw new CannotStart(
      'settings',
      `KOLO_S3_ENDPOINT is "${endpoint}": give the storage's address, like https://s3.eu-central-1.amazonaws.com.`,
    )
  const needed = (name: string): string => {
    const value = env[name]
    if (value) return value
    throw new CannotStart('settings', `KOLO_S3_ENDPOINT is set, but ${name} is not.`)
  }
  return {
    endpoint: endpoint.replace(/\/+$/, ''),
    bucket: needed('KOLO_S3_BUCKET'),
    key: needed('KOLO_S3_KEY'),
    secret: needed('KOLO_S3_SECRET'),
    region: env['KOLO_S3_REGION'] || 'us-east-1',
    prefix: env['KOLO_S3_PREFIX'] ?? '',
  }
}
