// The scripts, styles and typefaces of the pages: named by their content, compressed when they were built, kept for a year.
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'

const PREFIX = '/_next/static/'
const FOREVER = 'public, max-age=31536000, immutable'

/** Only what is asked for by name inside the folder; anything else is for Next to answer. */
export const isPageFile = (url = '') => url.startsWith(PREFIX)

/** @param folder where `next build` wrote, e.g. ".next". */
export function createPageFiles(folder: string): Hono {
  const files = new Hono()
  files.use(
    `${PREFIX}*`,
    serveStatic({
      root: folder,
      precompressed: true,
      rewriteRequestPath: (path) => path.replace('/_next/', '/'),
      onFound: (_, context) => {
        context.header('Cache-Control', FOREVER)
        // Nobody asks again for what never changes.
        context.header('Last-Modified', undefined)
        context.header('X-Content-Type-Options', 'nosniff')
      },
    }),
  )
  return files
}
