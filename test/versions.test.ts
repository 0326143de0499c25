// Versions that must not be fallen below, or must not drift apart.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

interface Lockfile {
  packages: Record<string, { version?: string; resolved?: string; optional?: boolean }>
}

const lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile
const versionOf = (name: string) => lockfile.packages[`node_modules/${name}`]?.version ?? 'missing'

/** -1, 0 or 1. */
function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(/[.-]/).map(Number))
  for (let i = 0; i < 3; i++) if (left[i] !== right[i]) return left[i] < right[i] ? -1 : 1
  return 0
}

describe('the lockfile', () => {
  it('has no version of Next with known security holes', () => {
    expect(compare(versionOf('next'), '16.4.1')).toBeGreaterThanOrEqual(0)
  })

  it('keeps the three parts of Prisma at one version', () => {
    expect(new Set(['prisma', '@prisma/client', '@prisma/adapter-pg'].map(versionOf)).size).toBe(1)
  })

  it.each(['darwin-arm64', 'darwin-x64', 'linux-x64-gnu', 'linux-arm64-gnu', 'win32-x64-msvc'])(
    'has what Next needs on %s',
    (platform) => {
      expect(versionOf(`@next/swc-${platform}`)).toBe(versionOf('next'))
    },
  )

  it('names no registry of its own', () => {
    const hosts = Object.values(lockfile.packages).flatMap(({ resolved }) => (resolved ? [new URL(resolved).host] : []))
    expect(hosts.filter((host) => host !== 'registry.npmjs.org')).toEqual([])
  })
})
