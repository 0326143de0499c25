import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isAppError } from '@/lib/errors/app-error'
import { envSchema, parseConfig } from './env'

describe('the environment', () => {
  it('has the same keys as .env.example', () => {
    const documented = [...readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1])
    expect(documented.sort()).toEqual(Object.keys(envSchema.shape).sort())
  })

  it('needs no setting at all', () => {
    expect(parseConfig({})).toMatchObject({ port: 3000, host: '127.0.0.1', databaseUrl: undefined })
  })

  it('takes an empty value for a missing one', () => {
    expect(parseConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 3000, databaseUrl: undefined })
  })

  it('names every setting that is wrong', () => {
    const broken = () => parseConfig({ PORT: 'eighty', DATABASE_URL: 'mysql://x' })
    expect(broken).toThrow(/PORT.*DATABASE_URL|DATABASE_URL.*PORT/)
    expect(() => {
      try {
        broken()
      } catch (error) {
        expect(isAppError(error) && error.code).toBe('bad_configuration')
        throw error
      }
    }).toThrow()
  })
})
