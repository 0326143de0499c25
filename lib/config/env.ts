// Every setting of Marquee: one schema, read once, explained in .env.example.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '@/lib/errors/app-error'

const blankAsMissing = (value: unknown) => (value === '' ? undefined : value)
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankAsMissing, schema.optional())
const withDefault = <T extends z.ZodType>(schema: T, fallback: string) =>
  z.preprocess((value) => blankAsMissing(value) ?? fallback, schema)

const requestsPerMinute = z.coerce.number().int().min(0).max(1_000_000_000)

export const envSchema = z.object({
  DATABASE_URL: optional(z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')),
  PORT: withDefault(z.coerce.number().int().min(1).max(65535), '3000'),
  HOST: withDefault(z.string(), '127.0.0.1'),
  MARQUEE_DATA: optional(z.string()),
  MARQUEE_DATA_URL: withDefault(z.url(), 'https://files.grouplens.org/datasets/movielens/ml-latest-small.zip'),
  MARQUEE_HOME: withDefault(z.string(), '.marquee'),
  MARQUEE_SECRET: optional(z.string().min(32, 'must be at least 32 characters long')),
  MARQUEE_POSTERS: withDefault(z.enum(['auto', 'on', 'off']), 'auto'),
  MARQUEE_POSTER_HOST: withDefault(z.url(), 'https://image.tmdb.org'),
  MARQUEE_ENRICH: optional(z.string()),
  TMDB_API_KEY: optional(z.string().trim()),
  TMDB_API_URL: withDefault(z.url({ protocol: /^https?$/ }), 'https://api.themoviedb.org/3'),
  MLFLOW_TRACKING_URI: optional(z.url({ protocol: /^https?$/, error: 'must begin with http:// or https://' })),
  API_ANONYMOUS_READS: withDefault(z.enum(['true', 'false']), 'true'),
  API_LIMIT_PER_ADDRESS: withDefault(requestsPerMinute, '6000'),
  API_LIMIT_PER_KEY: withDefault(requestsPerMinute, '6000'),
  TRUSTED_PROXIES: withDefault(z.coerce.number().int().min(0).max(10), '0'),
  LOG_LEVEL: withDefault(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']), 'warn'),
})

export type Env = z.infer<typeof envSchema>

export interface Config {
  databaseUrl?: string
  port: number
  host: string
  data?: string
  dataUrl: string
  /** Absolute: database files, artefacts, downloads and the generated secret. */
  home: string
  secret?: string
  posters: 'auto' | 'on' | 'off'
  /** Origin only, e.g. https://image.tmdb.org */
  posterHost: string
  /** A dump of film metadata. */
  enrich?: string
  /** A secret: never in a log or an error. */
  tmdbApiKey?: string
  tmdbApiUrl: string
  /** May hold a password: never in a log or an error. */
  mlflowTrackingUri?: string
  /** False: a program needs a key for everything; the pages go on as before. */
  anonymousReads: boolean
  /** Requests a minute; 0 is no limit. */
  limits: { perAddress: number; perKey: number }
  /** How many proxies of ours a request comes through, each of which adds to X-Forwarded-For. */
  trustedProxies: number
  logLevel: Env['LOG_LEVEL']
  production: boolean
}

/** @throws AppError('bad_configuration') naming every setting that is wrong. */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const parsed = envSchema.safeParse(env)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
    throw new AppError('bad_configuration', `Check your environment or .env: ${faults.join('; ')}.`)
  }
  const value = parsed.data
  return {
    databaseUrl: value.DATABASE_URL,
    port: value.PORT,
    host: value.HOST,
    data: value.MARQUEE_DATA,
    dataUrl: value.MARQUEE_DATA_URL,
    home: path.resolve(value.MARQUEE_HOME),
    secret: value.MARQUEE_SECRET,
    posters: value.MARQUEE_POSTERS,
    posterHost: new URL(value.MARQUEE_POSTER_HOST).origin,
    enrich: value.MARQUEE_ENRICH,
    tmdbApiKey: value.TMDB_API_KEY,
    tmdbApiUrl: value.TMDB_API_URL,
    mlflowTrackingUri: value.MLFLOW_TRACKING_URI,
    anonymousReads: value.API_ANONYMOUS_READS === 'true',
    limits: { perAddress: value.API_LIMIT_PER_ADDRESS, perKey: value.API_LIMIT_PER_KEY },
    trustedProxies: value.TRUSTED_PROXIES,
    logLevel: value.LOG_LEVEL,
    production: env.NODE_ENV !== 'development',
  }
}

/** Reads .env when there is one (what is already set wins), then the environment. */
export function loadConfig(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return parseConfig(process.env)
}
