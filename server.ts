// The web process: /api/v1 straight from lib/api, everything else to Next, under one content security policy.
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import next from 'next'
import { createApi } from '@/lib/api/app'
import { welcomeGuest } from '@/lib/api/guest-visit'
import { KeptPages } from '@/lib/api/kept-pages'
import { createPageFiles, isPageFile } from '@/lib/api/page-files'
import { secure } from '@/lib/api/security-headers'
import { loadConfig } from '@/lib/config/env'
import { messageOf } from '@/lib/errors/app-error'
import { openHost } from '@/lib/services/host/open-host'
import { shareHost } from '@/lib/services/host/host'
import { noteServer } from '@/lib/services/host/running-server'
import { warmUp } from '@/lib/services/recommend/warm-up'
import { closeWhenTold, tellLauncher } from '@/lib/services/host/program-message'

const config = loadConfig()
const dev = !config.production

const isApi = (url = '') => /^\/(api\/v1|docs)([/?]|$)/.test(url)

/** Next answers 500 to an address that cannot be decoded. */
function isReadable(url = ''): boolean {
  try {
    decodeURIComponent(url.split('?')[0])
    return true
  } catch {
    return false
  }
}

async function main() {
  const opening = openHost(config)
  // Next's pages and the API wait for it; a failure is reported below.
  opening.catch(() => undefined)
  shareHost(opening)
  const server = createServer()
  const app = next({ dev, hostname: config.host, port: config.port, httpServer: server, dir: process.cwd() })
  const [host] = await Promise.all([opening, app.prepare()])
  warmUp(host.engine)
  const api = getRequestListener(createApi().fetch)
  const pageFiles = dev ? null : getRequestListener(createPageFiles('.next').fetch)
  const render = app.getRequestHandler()
  const kept = dev ? null : new KeptPages(host, render)
  server.on('request', (request, response) => {
    if (pageFiles && isPageFile(request.url)) {
      void pageFiles(request, response)
      return
    }
    const nonce = secure(request, response, { posterHost: config.posterHost, dev })
    if (!isReadable(request.url)) {
      response.writeHead(400, { 'Content-Type': 'text/plain; charset=utf-8' }).end('This address cannot be read.\n')
      return
    }
    // In development the API goes through Next too, so that it is reloaded when it is edited.
    const toApi = !dev && isApi(request.url)
    if (!toApi) welcomeGuest(request, response, host.secret)
    const page = () => (kept ? kept.answer({ request, response, nonce }) : render(request, response))
    const handled = toApi ? api(request, response) : page()
    Promise.resolve(handled).catch((error) => {
      host.log.error({ err: error, url: request.url }, 'request failed')
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  // Nothing here speaks websocket but hot reload; an upgrade that nobody answers would hold its socket open.
  if (!dev) server.on('upgrade', (_, socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(config.port, config.host, resolve)
  })
  const forget = await noteServer(config).catch((error: unknown) => {
    // Commands then need to be told the port; that is no reason not to serve.
    host.log.warn({ err: error }, 'where this server listens could not be noted')
    return () => Promise.resolve()
  })
  closeWhenTold(
    async () => {
      await forget()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeIdleConnections()
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 5000))])
      server.closeAllConnections()
      await app.close()
      await host.close()
    },
    (error) => host.log.error({ err: error }, 'the server did not stop cleanly'),
  )
  tellLauncher({ type: 'ready' })
}

main().catch((error) => {
  tellLauncher({ type: 'failed', text: messageOf(error) })
  process.stderr.write(`${messageOf(error)}\n`)
  process.exit(1)
})
