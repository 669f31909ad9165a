import { api } from '../../api.ts'

// A passkey belongs to a name: at a bare IP address browsers make none.
const hasName = () => !/^[\d.]+$|:/.test(location.hostname)

/** Both directions of WebAuthn as JSON came to browsers in 2024-25; older ones use their password. */
export const canPasskey = () =>
  hasName() &&
  typeof PublicKeyCredential !== 'undefined' &&
  typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function'

/** The person closed the browser's window: nothing to tell him. */
export const isGivenUp = (error: unknown) =>
  error instanceof DOMException && ['NotAllowedError', 'AbortError'].includes(error.name)

export async function signInWithPasskey() {
  const options = await api<PublicKeyCredentialRequestOptionsJSON>(
    'auth/passkey/generate-authenticate-options',
  )
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
  const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential
  await api('auth/passkey/verify-authentication', { method: 'POST', body: { response: credential.toJSON() } })
}

/** Adds a passkey to who is signed in, or, with the secret of an invitation, to the invited, who is then signed in. */
export async function addPasskey(name: string, invitation?: string) {
  const context = invitation ? `?context=${encodeURIComponent(invitation)}` : ''
  const options = await api<PublicKeyCredentialCreationOptionsJSON>(
    `auth/passkey/generate-register-options${context}`,
  )
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential
  const body = { response: credential.toJSON(), name, ...(invitation && { createSession: true }) }
  await api('auth/passkey/verify-registration', { method: 'POST', body })
}
