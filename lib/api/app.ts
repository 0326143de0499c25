// The HTTP API: a Hono app that any server can mount, in production in front of Next, in development inside it.
import { OpenAPIHono } from '@hono/zod-openapi'
import { requireHost, type Host } from '@/lib/services/host/host'
import { addBatchRoutes } from './batch'
import { limitBody } from './body'
import type { Api, ApiEnv } from './context'
import { addDocs } from './docs'
import { addDocumentRoute, API_BASE } from './document'
import { addFeedbackRoutes } from './feedback'
import { addGenreRoutes } from './genres'
import { addHealthRoutes } from './health'
import { addMeRoutes } from './me'
import { addMethodRoutes } from './methods'
import { addMovieRoutes } from './movies'
import { addMyRatingRoutes } from './my-ratings'
import { nameSchemas } from './named-schemas'
import { refuseCrossSiteWrites } from './origin'
import { addPredictRoutes } from './predict'
import { handleError, toInvalid } from './problem'
import { addRunRoutes } from './runs'
import { addStatsRoutes } from './stats'
import { answerUnmatched } from './unmatched'
import { addUserRoutes } from './users'

export interface ApiOptions {
  /** Where the host comes from; asked per request, so that the app can be made before the host is open. */
  getHost?: () => Promise<Host>
}

export function createApi({ getHost = requireHost }: ApiOptions = {}): Api {
  nameSchemas()
  const root: Api = new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (!result.success) throw toInvalid(result.error.issues)
    },
  })
  root.onError(handleError)
  root.use(async (c, next) => {
    c.set('getHost', getHost)
    c.header('X-Content-Type-Options', 'nosniff')
    // What may be kept says so itself.
    c.header('Cache-Control', 'no-store')
    await next()
  })
  root.use(refuseCrossSiteWrites, limitBody)

  const api: Api = new OpenAPIHono<ApiEnv>()
  addHealthRoutes(api)
  addMovieRoutes(api)
  addGenreRoutes(api)
  addUserRoutes(api)
  addPredictRoutes(api)
  addBatchRoutes(api)
  addMeRoutes(api)
  addMyRatingRoutes(api)
  addFeedbackRoutes(api)
  addMethodRoutes(api)
  addRunRoutes(api)
  addStatsRoutes(api)
  addDocumentRoute(api, root)
  root.route(API_BASE, api)
  addDocs(root)
  answerUnmatched(root)
  return root
}
