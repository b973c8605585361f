// A security key as second factor: the server's JSON to the browser's bytes and back.

import { write } from './http'

const bytes = (text: string) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))

const text = (buffer: ArrayBuffer | null) =>
  buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')

interface Described { id: string; type: 'public-key'; transports?: AuthenticatorTransport[] }

const allowed = (list: Described[] | undefined) => list?.map((key) => ({ ...key, id: bytes(key.id) }))

/** Whether this page may use keys at all: they need HTTPS or this machine itself. */
export const keysPossible = () => isSecureContext && 'PublicKeyCredential' in window

/** Registers a key under a name; rejects with the browser's own error when the person cancels. */
export async function registerKey(name: string): Promise<void> {
  const { publicKey } = await write<{ publicKey: Omit<PublicKeyCredentialCreationOptionsJSON, 'excludeCredentials'> & { excludeCredentials?: Described[] } }>('POST', '/v1/session/keys/begin', { name })
  const made = (await navigator.credentials.create({
    publicKey: {
      ...(publicKey as unknown as PublicKeyCredentialCreationOptions), challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) }, excludeCredentials: allowed(publicKey.excludeCredentials),
    },
  })) as PublicKeyCredential | null
  if (!made) throw new DOMException('no key', 'NotAllowedError')
  const response = made.response as AuthenticatorAttestationResponse
  await write('POST', '/v1/session/keys/finish', {
    name, credential: {
      id: made.id, rawId: text(made.rawId), type: made.type, clientExtensionResults: made.getClientExtensionResults(),
      response: { clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject), transports: response.getTransports?.() ?? [] },
    },
  })
}

/** Proves with a registered key that it is this person. */
export async function proveKey(): Promise<void> {
  const { publicKey } = await write<{ publicKey: { challenge: string; allowCredentials?: Described[] } & Record<string, unknown> }>('POST', '/v1/session/second-factor/begin')
  const shown = (await navigator.credentials.get({
    publicKey: { ...(publicKey as object), challenge: bytes(publicKey.challenge), allowCredentials: allowed(publicKey.allowCredentials) },
  })) as PublicKeyCredential | null
  if (!shown) throw new DOMException('no key', 'NotAllowedError')
  const response = shown.response as AuthenticatorAssertionResponse
  await write('POST', '/v1/session/second-factor/finish', {
    id: shown.id, rawId: text(shown.rawId), type: shown.type, clientExtensionResults: shown.getClientExtensionResults(),
    response: {
      clientDataJSON: text(response.clientDataJSON), authenticatorData: text(response.authenticatorData),
      signature: text(response.signature), userHandle: text(response.userHandle),
    },
  })
}
