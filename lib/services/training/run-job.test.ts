// Fits in a thread: told how far they are, stopped when that is wished, and failing as they would here.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import type { TrainingData } from '@/lib/recsys/models/contract'
import { requireModel } from '@/lib/recsys/models/registry'
import { loadArtefact } from '@/lib/registry/artefact'
import { bundleThread } from '@/test/bundled-thread'
import type { FitJob, MeasureJob } from './job'
import { runJob } from './run-job'
import { shareRatings } from './thread-input'

let thread: Awaited<ReturnType<typeof bundleThread>>
let folder: string
beforeAll(async () => {
  thread = await bundleThread()
  folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-thread-'))
})
afterAll(async () => {
  await thread.remove()
  await rm(folder, { recursive: true })
})

const text = { title: '', overview: '', genres: [], keywords: [], tags: [], directors: [], cast: [] }

function crowd(nUsers: number, nItems: number): TrainingData {
  const pairs = Array.from({ length: nUsers * nItems }, (_, i) => [Math.floor(i / nItems), i % nItems]).filter(
    ([user, item]) => (user * 7 + item * 3) % 4 === 0,
  )
  const triples = {
    userId: Int32Array.from(pairs, ([user]) => user),
    movieId: Int32Array.from(pairs, ([, item]) => item),
    halfStars: Uint8Array.from(pairs, ([user, item]) => 5 + ((user * item) % 6)),
  }
  const matrix = RatingMatrix.fromTriples(
    triples,
    Int32Array.from({ length: nItems }, (_, item) => item),
  )
  return { ratings: shareRatings(matrix), texts: Array.from({ length: nItems }, () => text) }
}

function fitJob(model: string, given: unknown = {}): FitJob {
  const { name, version, parseConfig } = requireModel(model)
  const info = { runId: 'a run', snapshotFingerprint: 'data', codeVersion: `${name}@${version}`, version }
  return { kind: 'fit', model, config: parseConfig(given), seed: 1, folder: path.join(folder, model), info }
}

/** Long enough to be stopped, however fast the machine. */
const endless = () => fitJob('svd', { epochs: 500 })

describe('a job in a thread', () => {
  it('leaves the artefact that a fit here would leave, while this thread goes on', async () => {
    const data = crowd(60, 40)
    const job = fitJob('user-knn')
    let turns = 0
    const turning = setInterval(() => turns++, 1)
    const told: number[] = []
    const { result, peakBytes } = await runJob(job, data, {
      thread: thread.file,
      onProgress: (fraction) => void told.push(fraction),
    })
    clearInterval(turning)
    expect(turns).toBeGreaterThan(0)
    expect(result).toMatchObject({ metrics: { nUsers: 60, nItems: 40 } })
    expect(peakBytes).toBeGreaterThan(1e6)
    expect(told.at(-1)).toBe(1)
    const { state } = await loadArtefact(job.folder)
    const here = await requireModel('user-knn').fit(data, job.config as never, { seed: 1 })
    expect(state.arrays).toEqual(here.save().arrays)
  })

  it('measures as it would here, person by person', async () => {
    const { name, parseConfig } = requireModel('popularity')
    const job: MeasureJob = { kind: 'measure', model: name, config: parseConfig({}), seed: 1, fingerprint: 'data' }
    const [there, here] = await Promise.all(
      [thread.file, 'nowhere'].map((file) => runJob(job, crowd(100, 40), { thread: file })),
    )
    expect(there.result).toEqual({ ...here.result, seconds: expect.any(Number) })
  })

  it('stops in the middle of a fit when it is told to, and leaves nothing', async () => {
    const job = endless()
    const stopping = new AbortController()
    const stopped = runJob(job, crowd(400, 200), {
      thread: thread.file,
      signal: stopping.signal,
      onProgress: () => stopping.abort(),
    })
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' })
    expect(await readdir(folder)).not.toContain('svd')
  })

  it('fails with the code and the sentence of what failed in it', async () => {
    const job = { ...fitJob('popularity'), config: { rankBy: 'charm' } }
    await expect(runJob(job, crowd(10, 10), { thread: thread.file })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('rankBy'),
    })
  })

  it('is not even begun when that was told before', async () => {
    await expect(
      runJob(endless(), crowd(10, 10), { thread: thread.file, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: 'AbortError' })
  })
})
