// A stand-in for TMDb over loopback: its shapes, its key check, its images, and the ways in which it can go wrong.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export const V3_KEY = '0123456789abcdef0123456789abcdef'
export const V4_TOKEN = 'eyJhbGciOiJIUzI1NiJ9.c3RhbmQtaW4.c2lnbmF0dXJl'

export interface StandInFilm {
  id: number
  title: string
  imdb_id?: string
  original_title?: string
  release_date?: string
  overview?: string
  [field: string]: unknown
}

/** One answer that is not what was asked for; the next request is answered well again. */
export type Fault =
  | { status: number; retryAfter?: string }
  | { body: string }
  /** Half of the answer, then the connection ends. */
  | 'cut short'
  /** Nothing, until the client gives up. */
  | 'silent'

export interface StandIn {
  /** As TMDB_API_URL. */
  apiUrl: string
  /** As MARQUEE_POSTER_HOST. */
  imageHost: string
  /** Paths with their queries, the key left out, in order of arrival. */
  requests: string[]
  /** When each of them came, in milliseconds. */
  times: number[]
  /** The most that were open at once. */
  mostAtOnce: number
  /** The next requests whose path begins so get these answers, in order. */
  fail(path: string, ...faults: Fault[]): void
  close(): Promise<void>
}

export async function startTmdb(films: StandInFilm[], { delayMs = 0 } = {}): Promise<StandIn> {
  const faults: { path: string; fault: Fault }[] = []
  const standIn = { requests: [] as string[], times: [] as number[], mostAtOnce: 0 }
  let open = 0
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (url.pathname.startsWith('/t/p/')) return sendImage(url.pathname, response)
    standIn.mostAtOnce = Math.max(standIn.mostAtOnce, (open += 1))
    response.once('close', () => (open -= 1))
    const allowed = isAllowed(request, url)
    url.searchParams.delete('api_key')
    standIn.requests.push(url.pathname.replace(/^\/3/, '') + url.search)
    standIn.times.push(performance.now())
    if (!allowed) return sendJson(response, 401, { status_code: 7, status_message: 'Invalid API key', success: false })
    const at = faults.findIndex(({ path }) => url.pathname.startsWith(`/3${path}`))
    const fault = at < 0 ? null : faults.splice(at, 1)[0].fault
    setTimeout(() => answer(films, url, response, fault), delayMs)
  })
  const port = await listen(server)
  return Object.assign(standIn, {
    apiUrl: `http://127.0.0.1:${port}/3`,
    imageHost: `http://127.0.0.1:${port}`,
    fail: (path: string, ...more: Fault[]) => void faults.push(...more.map((fault) => ({ path, fault }))),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

const isAllowed = (request: IncomingMessage, url: URL) =>
  url.searchParams.get('api_key') === V3_KEY || request.headers.authorization === `Bearer ${V4_TOKEN}`

function answer(films: StandInFilm[], url: URL, response: ServerResponse, fault: Fault | null): void {
  if (fault === 'silent') return
  const body = find(films, url.pathname.replace('/3', ''), url.searchParams)
  const text = JSON.stringify(body ?? { status_code: 34, status_message: 'Not found.', success: false })
  if (fault === 'cut short') {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': text.length })
    response.write(text.slice(0, text.length / 2), () => response.destroy())
  } else if (fault && 'body' in fault) response.writeHead(200, { 'Content-Type': 'application/json' }).end(fault.body)
  else if (fault)
    response
      .writeHead(fault.status, fault.retryAfter ? { 'Retry-After': fault.retryAfter } : {})
      .end('{"success":false}')
  else sendJson(response, body ? 200 : 404, body ?? { status_code: 34, success: false })
}

function find(films: StandInFilm[], path: string, query: URLSearchParams): object | null {
  const [, noun, name] = path.split('/')
  if (noun === 'movie') {
    const film = films.find(({ id }) => id === Number(name))
    return film && query.get('append_to_response') === 'keywords,credits,alternative_titles' ? film : null
  }
  if (noun === 'find') return { movie_results: films.filter((film) => film.imdb_id === name), tv_results: [] }
  if (path !== '/search/movie') return null
  const wanted = (query.get('query') ?? '').toLowerCase()
  const results = films.filter((film) =>
    [film.title, film.original_title].some((title) => title?.toLowerCase().includes(wanted)),
  )
  return { page: 1, results, total_pages: 1, total_results: results.length }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json;charset=utf-8' }).end(JSON.stringify(body))
}

/** A poster of any width, in one colour that its name decides. */
function sendImage(path: string, response: ServerResponse): void {
  const match = /^\/t\/p\/w(\d+)\/[\w-]+\.(jpg|svg)$/.exec(path)
  if (!match) return void response.writeHead(404).end()
  const [width, height] = [Number(match[1]), Math.round(Number(match[1]) * 1.5)]
  const hue = [...path].reduce((sum, sign) => sum + sign.charCodeAt(0), 0) % 360
  response
    .writeHead(200, { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'max-age=3600' })
    .end(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="hsl(${hue} 50% 40%)"/></svg>`,
    )
}
