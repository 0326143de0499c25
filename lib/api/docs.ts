// The interactive documentation at /docs: Swagger UI from our own packages, under the page's content security policy.
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { AppError } from '@/lib/errors/app-error'
import type { Api, ApiContext } from './context'

export const DOCS_PATH = '/docs'

const FOLDER = path.join(process.cwd(), 'node_modules', 'swagger-ui-dist')
const KEPT = 'public, max-age=3600'
const TYPES = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', png: 'image/png' }

const packageFiles = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']

/** Deep links and the "try it out" button work; the cookie of a guest goes with every request. */
const START = `window.addEventListener('DOMContentLoaded', () => {
  SwaggerUIBundle({
    url: '/api/v1/openapi.json',
    dom_id: '#docs',
    deepLinking: true,
    tryItOutEnabled: true,
    displayRequestDuration: true,
    defaultModelsExpandDepth: 0,
    syntaxHighlight: false,
    validatorUrl: null,
  })
})
`

const pageWith = (nonce: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Marquee: the API</title>
    <link rel="icon" href="${DOCS_PATH}/favicon-32x32.png">
    <link rel="stylesheet" href="${DOCS_PATH}/swagger-ui.css">
  </head>
  <body>
    <noscript>This page needs JavaScript. The same as a document: <a href="/openapi.json">/openapi.json</a>.</noscript>
    <main id="docs"></main>
    <script nonce="${nonce}" src="${DOCS_PATH}/swagger-ui-bundle.js"></script>
    <script nonce="${nonce}" src="${DOCS_PATH}/start.js"></script>
  </body>
</html>
`

/** The server writes its policy on the request, for Next and for us; without a policy no nonce is needed. */
function nonceOf(c: ApiContext): string {
  const policy = c.env?.incoming?.headers['content-security-policy'] ?? c.req.header('content-security-policy') ?? ''
  return /'nonce-([A-Za-z0-9+/=]+)'/.exec(String(policy))?.[1] ?? ''
}

/** Not operations of the API, so they are not in its document. */
export function addDocs(root: Api): void {
  root.get(DOCS_PATH, (c) => c.html(pageWith(nonceOf(c))))
  root.get(`${DOCS_PATH}/`, (c) => c.redirect(DOCS_PATH, 308))
  root.get(`${DOCS_PATH}/start.js`, (c) => c.body(START, 200, { 'Content-Type': TYPES.js, 'Cache-Control': KEPT }))
  for (const name of packageFiles) root.get(`${DOCS_PATH}/${name}`, (c) => sendFile(c, path.join(FOLDER, name)))
}

async function sendFile(c: ApiContext, file: string): Promise<Response> {
  const found = await stat(file).catch((cause: unknown) => {
    throw new AppError('unavailable', 'The files of the documentation are not installed. Run npm start once.', {
      cause,
    })
  })
  c.header('Content-Type', TYPES[path.extname(file).slice(1) as keyof typeof TYPES])
  c.header('Cache-Control', KEPT)
  c.header('Vary', 'Accept-Encoding')
  if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '') || found.size < 10_000)
    return c.body(new Uint8Array(await readFile(file)))
  c.header('Content-Encoding', 'gzip')
  return c.body(Readable.toWeb(createReadStream(file).pipe(createGzip())) as ReadableStream)
}
