// Structured logs on stderr; what a viewer reads goes to stdout elsewhere.
import pino, { type Logger } from 'pino'
import type { Config } from '@/lib/config/env'

export type { Logger }

export function createLogger(config: Pick<Config, 'logLevel'>, name: string): Logger {
  return pino(
    {
      name,
      level: config.logLevel,
      redact: ['*.password', '*.secret', '*.connectionString', 'tmdbApiKey', '*.tmdbApiKey'],
    },
    pino.destination(2),
  )
}
