// Pages that were rendered before: sent again, with a nonce and recommendations of their own, for as long as they are right.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Host } from '@/lib/services/host/host'
import { Lru } from '@/lib/services/host/lru'
import type { LoggedRecommendation } from '@/lib/services/recommend/recommendation-log'
import { copyBody, holdBody, type WatchedBody } from './held-body'
import { fillPage, parsePage, type PageTemplate } from './page-template'
import { findVisitor, type PageVisitor } from './page-visitor'

/**
 * How old a page may be beyond what is told of at once: another engine, another catalogue, another host for posters, and what the person
 * who looks has done. One that everybody gets is soon rendered again, one of a person when they come back.
 */
const KEEP_MS = 10_000
const KEEP_FOR_PERSON_MS = 300_000
/** Of each kind, so that many persons do not displace what everybody gets. */
const MAX_BYTES = 32_000_000
const MAX_BYTES_OF_PERSONS = 64_000_000
const SMALLEST_COMPRESSED = 1_000
/** How one answer was written, not what the page is. */
const OF_ONE_ANSWER = ['content-encoding', 'content-length', 'transfer-encoding']

const compress = promisify(gzip)
const decompress = promisify(gunzip)

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
  /** Of the person whose page it is; null for one that everybody gets. */
  version: number | null
}

interface Visit {
  request: IncomingMessage
  response: ServerResponse
  /** Of the policy that stands in the headers of this answer. */
  nonce: string
}

interface Shelves {
  everybodys: Lru<KeptPage>
  persons: Lru<KeptPage>
}

const emptyShelves = (): Shelves => ({ everybodys: new Lru(MAX_BYTES), persons: new Lru(MAX_BYTES_OF_PERSONS) })

/** docs/decisions/022 and 024 say what is kept, for whom, and why that is safe. */
export class KeptPages {
  private shelves = emptyShelves()
  private keptFor: readonly unknown[] = []
  private readonly underWay = new Map<string, Promise<KeptPage | null>>()

  constructor(
    private readonly host: Host,
    private readonly render: Render,
    private readonly now: () => number = () => performance.now(),
  ) {}

  async answer(visit: Visit): Promise<void> {
    // Where it cannot be said who asks, the page itself says why.
    const visitor = await findVisitor(this.host, visit.request).catch(() => null)
    if (visitor === null) return this.render(visit.request, visit.response)
    const { person, key } = visitor
    const version = person?.version ?? null
    const shelves = this.shelvesNow()
    const shelf = person ? shelves.persons : shelves.everybodys
    const kept = shelf.get(key)
    const isRight = kept !== undefined && kept.version === version && kept.until > this.now()
    const asked = `${version} ${key}`
    const page = isRight ? kept : await this.underWay.get(asked)
    if (page) return this.sendAgain(page, visit)
    if (page === null) return this.render(visit.request, visit.response)
    const making = person ? this.sendAndKeep(shelf, visitor, visit) : this.holdAndKeep(shelf, visitor, visit)
    // Whoever asks meanwhile waits for it; a page that cannot be kept is rendered for each of them.
    const made = making.catch(() => null)
    this.underWay.set(asked, made)
    await making.finally(() => this.underWay.get(asked) === made && this.underWay.delete(asked))
  }

  /** A page that was begun before the engine or the catalogue changed goes onto a shelf that nobody looks at any more. */
  private shelvesNow(): Shelves {
    const { engine, memory, posters } = this.host
    const now = [engine, memory.search, posters.reachable()]
    if (now.some((part, i) => part !== this.keptFor[i])) {
      this.shelves = emptyShelves()
      this.underWay.clear()
      this.keptFor = now
    }
    return this.shelves
  }

  private async sendAgain(page: KeptPage, { request, response, nonce }: Visit): Promise<void> {
    const adding = page.lines.map((line) => this.host.recommendations.add(line))
    // Where the log takes no more, the page itself says so.
    const ids = await Promise.all(adding).catch(() => null)
    if (ids === null) return this.render(request, response)
    for (const [name, value] of page.headers) response.setHeader(name, value.replaceAll(page.nonce, nonce))
    await send(response, fillPage(page.template, [nonce, ...ids]), request.headers['accept-encoding'])
  }

  /** For everybody: nobody gets any of it before all of it is there. @returns what is kept of it, null where nothing can be. */
  private async holdAndKeep(shelf: Lru<KeptPage>, visitor: PageVisitor, visit: Visit): Promise<KeptPage | null> {
    const { request, response } = visit
    const accepted = request.headers['accept-encoding']
    // The page is looked into before it is compressed.
    delete request.headers['accept-encoding']
    const logged: LoggedRecommendation[] = []
    const held = holdBody(response)
    try {
      // Next is done when all is sent, which is after the body is there; only a failure comes before.
      await Promise.race([this.renderFor(visitor, visit, logged), held.body])
    } finally {
      held.release()
    }
    const body = await held.body
    if (body === null) return null
    const page = this.toKept(held, body, { visit, visitor, logged })
    if (page) shelf.set(visitor.key, page, body.length)
    await send(response, body, accepted)
    return page
  }

  /** For one person: they see the page grow, and it is kept once they have all of it. */
  private async sendAndKeep(shelf: Lru<KeptPage>, visitor: PageVisitor, visit: Visit): Promise<KeptPage | null> {
    const { response } = visit
    const logged: LoggedRecommendation[] = []
    const copied = copyBody(response)
    await this.renderFor(visitor, visit, logged)
    const sent = await copied.body
    const body = sent && (await readSent(sent, response.getHeader('content-encoding')))
    const page = body && this.toKept(copied, body, { visit, visitor, logged })
    if (page) shelf.set(visitor.key, page, body.length)
    return page
  }

  /** From nothing but what the page is kept under. */
  private renderFor(visitor: PageVisitor, { request, response }: Visit, logged: LoggedRecommendation[]): Promise<void> {
    if (visitor.cookie === undefined) delete request.headers.cookie
    else request.headers.cookie = visitor.cookie
    return this.host.recommendations.collect(logged, () => this.render(request, response))
  }

  private toKept(
    watched: WatchedBody,
    body: Buffer,
    made: { visit: Visit; visitor: PageVisitor; logged: readonly LoggedRecommendation[] },
  ): KeptPage | null {
    const { nonce } = made.visit
    const headers = watched.headersOfPage()
    // A page that waits for the models says so for the moment only.
    if (headers === null || !this.host.engine) return null
    const template = parsePage(body, [nonce, ...made.logged.map(({ id }) => id)])
    if (template === null) return null
    const { person } = made.visitor
    return {
      template,
      headers: headers.filter(([name]) => !OF_ONE_ANSWER.includes(name)),
      nonce,
      lines: made.logged.map(({ line }) => line),
      until: this.now() + (person ? KEEP_FOR_PERSON_MS : KEEP_MS),
      version: person?.version ?? null,
    }
  }
}

/** Null where it was sent in a way that we do not read. */
async function readSent(sent: Buffer, encoding: unknown): Promise<Buffer | null> {
  if (encoding === undefined) return sent
  return encoding === 'gzip' ? decompress(sent) : null
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
