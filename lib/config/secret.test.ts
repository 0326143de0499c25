import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadSecret } from './secret'

let home: string

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'marquee-secret-'))
})
afterEach(() => rmSync(home, { recursive: true }))

describe('the secret', () => {
  it('is made once and stays', () => {
    const secret = loadSecret({ home })
    expect(secret.length).toBeGreaterThanOrEqual(32)
    expect(loadSecret({ home })).toBe(secret)
  })

  it('is the one that was given', () => {
    expect(loadSecret({ home, secret: 'x'.repeat(32) })).toBe('x'.repeat(32))
  })

  it.each(['', 'cut'])('is made again where its file holds only "%s"', (damaged) => {
    writeFileSync(path.join(home, 'secret'), damaged)
    const secret = loadSecret({ home })
    expect(secret.length).toBeGreaterThanOrEqual(32)
    expect(loadSecret({ home })).toBe(secret)
  })
})
