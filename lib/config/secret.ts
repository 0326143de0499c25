// The secret that signs cookies: given, or generated once and kept beside the data.
import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Config } from './env'

/** An empty or cut file (a full disk, a power cut) would sign cookies with a key that anybody can guess. */
const MIN_LENGTH = 32

const readSecret = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').trim() : '')

export function loadSecret(config: Pick<Config, 'secret' | 'home'>): string {
  if (config.secret) return config.secret
  const file = path.join(config.home, 'secret')
  if (readSecret(file).length < MIN_LENGTH) {
    rmSync(file, { force: true })
    mkdirSync(config.home, { recursive: true })
    const own = `${file}.${process.pid}`
    writeFileSync(own, randomBytes(32).toString('base64url'), { mode: 0o600 })
    try {
      // A link fails when another process was first, and then its secret counts.
      linkSync(own, file)
    } catch (error) {
      if (!existsSync(file)) throw error
    } finally {
      rmSync(own)
    }
  }
  return readSecret(file)
}
