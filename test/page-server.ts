// A server of pages as the web process is one, with a stand-in for Next that counts what it renders.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { parse } from 'hono/utils/cookie'
import { welcomeGuest } from '@/lib/api/guest-visit'
import { KeptPages } from '@/lib/api/kept-pages'
import { secure } from '@/lib/api/security-headers'
import { findPerson, GUEST_COOKIE } from '@/lib/auth/guest'
import type { Host } from '@/lib/services/host/host'
import { countRatings } from '@/lib/services/people/my-ratings'
import { recommendForPerson } from '@/lib/services/recommend/recommend-for-person'

export interface PageServer {
  /** What the next pages do beside being rendered. */
  twist: (request: IncomingMessage, response: ServerResponse) => void
  nRendered: number
  /** Milliseconds, for the pages that are kept. */
  time: number
  /** Nothing is kept any more, and the count begins again. */
  reset(): void
  visit(path?: string, headers?: Record<string, string>): Promise<Visit>
  close(): Promise<void>
}

export interface Visit {
  status: number
  headers: Headers
  html: string
  /** Of the policy in the headers. */
  nonce: string
  /** In the page. */
  nonces: string[]
  recommendationId: string
  /** Which of the rendered ones. */
  page: string | undefined
  /** What the page says of who looks. */
  words: string | undefined
}

export async function startPageServer(host: Host): Promise<PageServer> {
  let kept: KeptPages
  const server = createServer((request, response) => {
    const nonce = secure(request, response, { posterHost: 'https://image.tmdb.org', dev: false })
    welcomeGuest(request, response, host.secret)
    kept.answer({ request, response, nonce }).catch(() => response.writeHead(500).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const pages: PageServer = {
    twist: () => undefined,
    nRendered: 0,
    time: 0,
    reset: () => {
      pages.twist = () => undefined
      pages.nRendered = 0
      kept = new KeptPages(
        host,
        (request, response) => render(host, pages, request, response),
        () => pages.time,
      )
    },
    visit: async (path = '/', headers = {}) => {
      const response = await fetch(url + path, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' })
      return describeVisit(response, await response.text())
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  pages.reset()
  return pages
}

/** In pieces and compressed, as Next does, with its answer's nonce and a recommendation for whoever the cookie says. */
async function render(host: Host, pages: PageServer, request: IncomingMessage, response: ServerResponse) {
  const nonce = /'nonce-([^']+)'/.exec(String(request.headers['content-security-policy']))?.[1] ?? ''
  const person = await findPerson(host.db, parse(request.headers.cookie ?? '')[GUEST_COOKIE], host.secret)
  const { recommendationId } = await recommendForPerson(host, { person, method: 'popularity', k: 3 })
  const nRated = await countRatings(host, person)
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.setHeader('Link', `</font>; rel=preload; nonce="${nonce}"`)
  response.statusCode = 200
  const compressed = request.headers['accept-encoding']?.includes('gzip')
  if (compressed) response.setHeader('Content-Encoding', 'gzip')
  // Of pieces that were compressed by themselves, one behind the other, the whole is unpacked.
  const write = (text: string) => response.write(compressed ? gzipSync(text) : text)
  write(
    `<html><body><h1>Page ${++pages.nRendered}</h1><p>${nRated} films, cookies: ${request.headers.cookie ?? ''}</p>`,
  )
  pages.twist(request, response)
  const data = JSON.stringify(JSON.stringify({ recommendationId, nonce }))
  write(`<script nonce="${nonce}">self.__next_f.push([1,${data}])</script>${' '.repeat(1200)}</body></html>`)
  response.end()
}

function describeVisit(response: Response, html: string): Visit {
  const policy = response.headers.get('content-security-policy') ?? ''
  return {
    status: response.status,
    headers: response.headers,
    html,
    nonce: /script-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1] ?? '',
    nonces: [...html.matchAll(/nonce(?:="|\\":\\")([^"\\]+)/g)].map((match) => match[1]),
    recommendationId: /recommendationId\\":\\"([^\\]+)/.exec(html)?.[1] ?? '',
    page: /Page (\d+)/.exec(html)?.[1],
    words: /<p>([^<]*)</.exec(html)?.[1],
  }
}
