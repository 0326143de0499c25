// What every answer says of what a browser may do with it.
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Data: nothing in it is loaded, run or framed, should a browser ever show it as a page. */
const DATA_POLICY = `default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

const isData = (url = '') => /^\/api\/v1([/?]|$)/.test(url)

export interface PolicyOptions {
  /** Origin of the posters. */
  posterHost: string
  /** Hot reload needs eval, styles in place and a websocket. */
  dev: boolean
}

/** The policy of docs/decisions/005. */
function pagePolicy(nonce: string, { posterHost, dev }: PolicyOptions): string {
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? ` 'unsafe-eval'` : ''}`,
    dev ? `style-src 'self' 'unsafe-inline'` : `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data: blob: ${posterHost}`,
    `font-src 'self'`,
    dev ? `connect-src 'self' ws:` : `connect-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}

/** @returns the nonce of this answer's policy; empty for data, which has none. */
export function secure(request: IncomingMessage, response: ServerResponse, options: PolicyOptions): string {
  response.setHeader('X-Content-Type-Options', 'nosniff')
  if (isData(request.url)) {
    response.setHeader('Content-Security-Policy', DATA_POLICY)
    return ''
  }
  const nonce = randomBytes(16).toString('base64')
  const policy = pagePolicy(nonce, options)
  // Next reads the nonce for its own scripts from the request.
  request.headers['content-security-policy'] = policy
  response.setHeader('Content-Security-Policy', policy)
  response.setHeader('Referrer-Policy', 'strict-origin-when-cross-origin')
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
  response.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=()')
  return nonce
}
