// Names of runs: moved by one of two who want to, guarded by the gate, taken back, and following the data.
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findAlias, listMoves, moveAlias } from '@/lib/db/aliases'
import { ensureRun, findRun } from '@/lib/db/model-runs'
import { saveEvaluation } from '@/lib/db/run-evaluations'
import { readFingerprint } from '@/lib/db/training-data'
import { createTestHost } from '@/test/host'
import { compareRuns } from './compare-runs'
import { judgePromotion } from './judge-promotion'
import { requireRun } from './list-runs'
import { promoteRun, rollbackChampion } from './promote-run'

let host: Awaited<ReturnType<typeof createTestHost>>
let home: string
const site = () => ({ db: host.db, config: { home } })

beforeEach(async () => {
  host = await createTestHost()
  home = await mkdtemp(path.join(os.tmpdir(), 'marquee-runs-'))
})
afterEach(async () => {
  await host.drop()
  await rm(home, { recursive: true })
})

const idOf = (n: number) => `00000000-0000-7000-9000-${String(n).padStart(12, '0')}`
const PEOPLE = 50

/** A finished run whose NDCG@10 of person i is `level` plus a little that differs from person to person. */
async function enter(n: number, level?: number, split = 'split'): Promise<string> {
  const fingerprint = await readFingerprint(host.db)
  const run = { model: 'ease', config: { n }, seed: 1, snapshotFingerprint: fingerprint, codeVersion: 'ease@1' }
  await ensureRun(host.db, idOf(n), run, `ease-${n}`)
  if (level !== undefined) await measure(n, level, split)
  return idOf(n)
}

async function measure(n: number, level: number, split: string) {
  const userIds = Int32Array.from({ length: PEOPLE }, (_, i) => i + 1)
  const column = Float64Array.from(userIds, (id) => level + ((id * 7 + n * 3) % 11) / 100)
  const metrics = { 'NDCG@10': { value: level, low: level - 0.01, high: level + 0.01 } }
  const about = { split, protocol: 'strong', description: 'some people', seed: 1, people: PEOPLE, metrics, seconds: 1 }
  await saveEvaluation(host.db, { runId: idOf(n), ...about }, { userIds, columns: { 'NDCG@10': column } })
}

const crown = async (id: string) =>
  moveAlias(host.db, { alias: 'champion', from: null, to: id, movedBy: 'test', kind: 'promotion', reason: 'to begin' })

describe('an alias', () => {
  it('is moved by one of two who saw it at the same run, and the other learns that', async () => {
    const [a, b, c] = [await enter(1), await enter(2), await enter(3)]
    expect(await crown(a)).toBe(true)
    const to = (run: string) =>
      moveAlias(host.db, { alias: 'champion', from: a, to: run, movedBy: 'test', kind: 'promotion', reason: 'race' })
    const moved = await Promise.all([to(b), to(c)])
    expect(moved.filter(Boolean)).toHaveLength(1)
    expect(await findAlias(host.db, 'champion')).toBe(moved[0] ? b : c)
    expect(await listMoves(host.db, 10)).toHaveLength(2)
  })

  it('cannot be given away by somebody who thinks it is somewhere while it is nowhere', async () => {
    const [a, b] = [await enter(1), await enter(2)]
    const move = { alias: 'champion' as const, to: b, movedBy: 'test', kind: 'promotion' as const, reason: 'wrong' }
    expect(await moveAlias(host.db, { ...move, from: a })).toBe(false)
    expect(await findAlias(host.db, 'champion')).toBeNull()
  })
})

describe('the gate', () => {
  it('lets the first champion in, and what is better beyond noise', async () => {
    const [a, b] = [await enter(1, 0.2), await enter(2, 0.3)]
    expect(await promoteRun(site(), { runId: a, movedBy: 'test' })).toMatchObject({ verdict: { decision: 'first' } })
    const promoted = await promoteRun(site(), { runId: b, movedBy: 'test' })
    expect(promoted.verdict).toMatchObject({ decision: 'better', paired: { people: PEOPLE, metric: 'NDCG@10' } })
    expect(await findAlias(host.db, 'champion')).toBe(b)
  })

  it('refuses what is worse beyond noise, unless a reason is given, which is recorded as forced', async () => {
    const [a, b] = [await enter(1, 0.3), await enter(2, 0.2)]
    await crown(a)
    await expect(promoteRun(site(), { runId: b, movedBy: 'test' })).rejects.toMatchObject({
      code: 'gate_refused',
      message: expect.stringMatching(/^Worse beyond noise: −0\.1\d+ NDCG@10 \[−0\.1\d+, −0\.0?\d+\] .* same 50 people/),
    })
    expect(await findAlias(host.db, 'champion')).toBe(a)
    for (const forceReason of ['', ' \n'])
      await expect(promoteRun(site(), { runId: b, movedBy: 'test', forceReason })).rejects.toMatchObject({
        code: 'invalid',
      })
    expect(await findAlias(host.db, 'champion')).toBe(a)
    await promoteRun(site(), { runId: b, movedBy: 'test', forceReason: 'it is quicker' })
    const [last] = await listMoves(host.db, 1)
    expect(last).toMatchObject({
      toRunId: b,
      forced: true,
      reason: expect.stringMatching(/^it is quicker \(the gate: Worse/),
    })
  })

  it('lets through what differs by no more than noise explains', async () => {
    const [a, b] = [await enter(1, 0.3), await enter(2, 0.2995)]
    await crown(a)
    expect(await judgePromotion(host.db, b)).toMatchObject({ decision: 'as good', allowed: true })
  })

  it('refuses a comparison over different people, and says what to do', async () => {
    const [a, b] = [await enter(1, 0.3), await enter(2, 0.5, 'another split')]
    await crown(a)
    expect(await judgePromotion(host.db, b)).toMatchObject({
      decision: 'unmeasured',
      allowed: false,
      forceable: true,
      sentence: expect.stringContaining('Measure them first'),
    })
    await measure(2, 0.5, 'split')
    expect(await judgePromotion(host.db, b)).toMatchObject({ decision: 'better' })
  })

  it('cannot be forced for a run on other data, which could not serve', async () => {
    const [a, b] = [await enter(1, 0.3), await enter(2, 0.5)]
    await crown(a)
    await host.db.prisma.modelRun.update({ where: { id: b }, data: { snapshotFingerprint: 'before the import' } })
    await expect(promoteRun(site(), { runId: b, movedBy: 'test', forceReason: 'please' })).rejects.toMatchObject({
      code: 'gate_refused',
    })
  })
})

describe('two runs side by side', () => {
  it('are compared person by person where they met the same people', async () => {
    const [a, b] = [await enter(1, 0.3), await enter(2, 0.2)]
    const { paired, split } = await compareRuns(host.db, a, b)
    expect(split).toMatchObject({ people: PEOPLE })
    expect(paired).toHaveLength(1)
    const [{ difference, low, high, p, people }] = paired
    expect(people).toBe(PEOPLE)
    expect(low).toBeLessThanOrEqual(difference)
    expect(difference).toBeLessThanOrEqual(high!)
    expect(p).toBeLessThan(0.001)
    expect((await compareRuns(host.db, b, a)).paired[0].difference).toBeCloseTo(-difference, 12)
  })

  it('show their own figures where they did not', async () => {
    const [a, b] = [await enter(1, 0.3), await enter(2, 0.2, 'another split')]
    expect(await compareRuns(host.db, a, b)).toMatchObject({
      paired: [],
      split: null,
      a: { evaluation: { people: PEOPLE } },
    })
  })

  it('are found by the end of their ids, unless that is the end of several', async () => {
    const [a] = [await enter(912), await enter(9912)]
    expect((await requireRun(host.db, '9000-000000000912')).id).toBe(a)
    await expect(requireRun(host.db, '000000000912')).resolves.toMatchObject({ id: a })
    await expect(requireRun(host.db, '0000-7000-9000')).rejects.toMatchObject({ code: 'not_found' })
    await expect(requireRun(host.db, "x' OR true")).rejects.toMatchObject({ code: 'not_found' })
    await expect(requireRun(host.db, '00000000')).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('a rollback', () => {
  it('is refused while there was no champion before', async () => {
    await crown(await enter(1))
    await expect(rollbackChampion(site(), { movedBy: 'test' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('waits for the artefact of the one before', async () => {
    const [a, b] = [await enter(1, 0.2), await enter(2, 0.3)]
    for (const id of [a, b]) await host.db.prisma.modelRun.update({ where: { id }, data: { config: {} } })
    await promoteRun(site(), { runId: a, movedBy: 'test' })
    await promoteRun(site(), { runId: b, movedBy: 'test' })
    await expect(rollbackChampion(site(), { movedBy: 'test' })).rejects.toMatchObject({ code: 'not_ready' })
    expect(await findRun(host.db, b)).toMatchObject({ status: 'finished' })
  })
})
