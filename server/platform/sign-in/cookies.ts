import type { App } from './sign-in.ts'
import { sessionSeconds } from './sign-in.ts'

/** Browsers keep a `__Host-` cookie to this host, over TLS, path `/`; plain http on loopback cannot have one. */
export function cookieName(app: App, secure: boolean): string {
  return `${secure ? '__Host-' : ''}roundtrip_${app}`
}

export function sessionCookie(app: App, token: string, secure: boolean): string {
  return `${cookieName(app, secure)}=${token}; Path=/; Max-Age=${sessionSeconds[app]}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}

export function endedCookie(app: App, secure: boolean): string {
  return `${cookieName(app, secure)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}

/** The token of one app's session in a `Cookie` header. */
export function tokenIn(header: string | null, app: App, secure: boolean): string | null {
  if (!header) return null
  const wanted = `${cookieName(app, secure)}=`
  for (const part of header.split(';')) {
    const pair = part.trim()
    if (pair.startsWith(wanted)) {
      const token = pair.slice(wanted.length)
      return /^[\w-]{16,128}$/.test(token) ? token : null
    }
  }
  return null
}
