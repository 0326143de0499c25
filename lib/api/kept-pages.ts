// Pages for whoever comes without a cookie: rendered once, kept for some seconds, sent with a nonce and recommendations of their own.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Host } from '@/lib/services/host/host'
import { Lru } from '@/lib/services/host/lru'
import type { LoggedRecommendation } from '@/lib/services/recommend/recommendation-log'
import { holdBody, type HeldBody } from './held-body'
import { fillPage, parsePage, type PageTemplate } from './page-template'
/** How old a page may be beyond what is told of at once: another engine, another catalogue, another host for posters. */
const KEEP_MS = 10_000
const MAX_BYTES = 32_000_000
/** Pages that are the same for everybody who has done nothing yet, and that change with the engine and the catalogue only. */
const KEPT = /^\/(?:(?:browse|for-you|users|(?:movies|users)\/\d+)?)(?:\?.{0,500})?$/
/** Beside the address, what the frame around a page may follow. */
const VARIES_BY = ['host', 'x-forwarded-host', 'x-forwarded-proto', 'user-agent'] as const
/** Somebody in particular asks, or a page's data alone is asked for. */
const EXCLUDED_BY = ['cookie', 'authorization', 'rsc', 'next-action', 'next-router-prefetch', 'range'] as const
const SMALLEST_COMPRESSED = 1_000

const compress = promisify(gzip)

/** Answers with a page, whole, as Next does. */
type Render = (request: IncomingMessage, response: ServerResponse) => Promise<void>

interface KeptPage {
  template: PageTemplate
  headers: readonly (readonly [name: string, value: string])[]
  /** The one that stands in the headers. */
  nonce: string
  /** How its recommendations stand in the log, in the order of their ids. */
  lines: readonly string[]
  until: number
}

interface Visit {
  request: IncomingMessage
  response: ServerResponse
  /** Of the policy that stands in the headers of this answer. */
  nonce: string
}

/** docs/decisions/022 says what is kept, for whom, and why that is safe. */
export class KeptPages {
  private pages = new Lru<KeptPage>(MAX_BYTES)
  private keptFor: readonly unknown[] = []
  private readonly underWay = new Map<string, Promise<KeptPage | null>>()

  constructor(
    private readonly host: Host,
    private readonly render: Render,
    private readonly now: () => number = () => performance.now(),
  ) {}

  async answer(visit: Visit): Promise<void> {
    const { request, response } = visit
    const key = keyOf(request)
    if (key === null) return this.render(request, response)
    const pages = this.pagesNow()
    const kept = pages.get(key)
    const page = kept && kept.until > this.now() ? kept : await this.underWay.get(key)
    if (page) return this.sendAgain(page, visit)
    if (page === null) return this.render(request, response)
    const making = this.renderAndKeep(pages, key, visit)
    // Whoever asks meanwhile waits for it; a page that cannot be kept is rendered for each of them.
    const made = making.catch(() => null)
    this.underWay.set(key, made)
    await making.finally(() => this.underWay.get(key) === made && this.underWay.delete(key))
  }

  /** A page that was begun before the engine or the catalogue changed goes into pages that nobody looks into any more. */
  private pagesNow(): Lru<KeptPage> {
    const { engine, memory, posters } = this.host
    const now = [engine, memory.search, posters.reachable()]
    if (now.some((part, i) => part !== this.keptFor[i])) {
      this.pages = new Lru(MAX_BYTES)
      this.underWay.clear()
      this.keptFor = now
    }
    return this.pages
  }

  private async sendAgain(page: KeptPage, { request, response, nonce }: Visit): Promise<void> {
    const adding = page.lines.map((line) => this.host.recommendations.add(line))
    // Where the log takes no more, the page itself says so.
    const ids = await Promise.all(adding).catch(() => null)
    if (ids === null) return this.render(request, response)
    for (const [name, value] of page.headers) response.setHeader(name, value.replaceAll(page.nonce, nonce))
    await send(response, fillPage(page.template, [nonce, ...ids]), request.headers['accept-encoding'])
  }

  /** @returns what is kept of it, null where nothing can be. */
  private async renderAndKeep(pages: Lru<KeptPage>, key: string, visit: Visit): Promise<KeptPage | null> {
    const { request, response } = visit
    const accepted = request.headers['accept-encoding']
    // The page is looked into before it is compressed.
    delete request.headers['accept-encoding']
    const logged: LoggedRecommendation[] = []
    const held = holdBody(response)
    try {
      const rendering = this.host.recommendations.collect(logged, () => this.render(request, response))
      // Next is done when all is sent, which is after the body is there; only a failure comes before.
      await Promise.race([rendering, held.body])
    } finally {
      held.release()
    }
    const body = await held.body
    if (body === null) return null
    const page = this.toKept(held, body, visit.nonce, logged)
    if (page) pages.set(key, page, body.length)
    await send(response, body, accepted)
    return page
  }

  private toKept(
    held: HeldBody,
    body: Buffer,
    nonce: string,
    logged: readonly LoggedRecommendation[],
  ): KeptPage | null {
    const headers = held.headersOfPage()
    // A page that waits for the models says so for the moment only.
    if (headers === null || !this.host.engine) return null
    const template = parsePage(body, [nonce, ...logged.map(({ id }) => id)])
    const lines = logged.map(({ line }) => line)
    return template && { template, headers, nonce, lines, until: this.now() + KEEP_MS }
  }
}

function keyOf({ method, url = '', headers }: IncomingMessage): string | null {
  if (method !== 'GET' || !KEPT.test(url) || !headers.accept?.includes('text/html')) return null
  if (EXCLUDED_BY.some((name) => headers[name] !== undefined)) return null
  return JSON.stringify([url, ...VARIES_BY.map((name) => headers[name] ?? null)])
}

async function send(response: ServerResponse, body: Buffer, accepted: string | string[] | undefined): Promise<void> {
  if (!response.headersSent && body.length >= SMALLEST_COMPRESSED && /\bgzip\b/.test(String(accepted ?? ''))) {
    response.setHeader('Content-Encoding', 'gzip')
    const small = await compress(body)
    response.setHeader('Content-Length', small.length)
    response.end(small)
    return
  }
  if (!response.headersSent) response.setHeader('Content-Length', body.length)
  response.end(body)
}
