// What every route of the API is given: the host, asked for only when a route needs it.
import type { IncomingMessage } from 'node:http'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { LiveKey } from '@/lib/services/access/check-api-key'
import type { Host } from '@/lib/services/host/host'

export interface ApiEnv {
  /** What @hono/node-server gives: the request as Node sees it. */
  Bindings: { incoming?: IncomingMessage }
  Variables: {
    /** Rejects with `not_ready` while the process is starting. */
    getHost: () => Promise<Host>
    /** The key that came with the request, null without one; set by `operation`. */
    key: LiveKey | null
  }
}

export type Api = OpenAPIHono<ApiEnv>
export type ApiContext = Context<ApiEnv>
