import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseConfig } from '@/lib/config/env'
import { findLastUsed } from './choose-data-set'

let home: string

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'marquee-choice-'))
})
afterEach(() => rmSync(home, { recursive: true }))

const lastUsed = (text: string) => {
  writeFileSync(path.join(home, 'last-data-set.json'), text)
  return findLastUsed(parseConfig({ MARQUEE_HOME: home }))
}

describe('what was used last', () => {
  it('is what the file says', () => {
    expect(lastUsed('{"name":"ml-1m","path":"/data/ml-1m.zip"}')).toEqual({ name: 'ml-1m', path: '/data/ml-1m.zip' })
  })

  it.each(['', '{"name":"ml', '{}', 'null'])('is nothing where the file is damaged: "%s"', (text) => {
    expect(lastUsed(text)).toBeNull()
  })
})
