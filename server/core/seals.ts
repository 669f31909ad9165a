import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Keeps what the product must hand on as it is (a password of another server) unreadable at rest. */
export type Seals = {
  /** AES-256-GCM, bound to what the secret is of: a sealed text put into another row does not open there. */
  seal(text: string, of: string): string
  /** Null when it was sealed by another installation, or for something else. */
  open(sealed: string, of: string): string | null
}

export function sealsOf(secret: string = randomBytes(32).toString('base64url')): Seals {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'kolo seals', 32))
  return {
    seal(text, of) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(of))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
    },
    open(sealed, of) {
      const bytes = Buffer.from(sealed, 'base64url')
      if (bytes.length < 28) return null
      const opening = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(of))
      try {
        opening.setAuthTag(bytes.subarray(12, 28))
        return opening.update(bytes.subarray(28), undefined, 'utf8') + opening.final('utf8')
      } catch {
        return null
      }
    },
  }
}
