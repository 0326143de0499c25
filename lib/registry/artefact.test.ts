// Artefacts: what was saved is what is loaded, and nothing damaged passes.
import { mkdir, mkdtemp, readFile, readdir, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import type { ModelState } from '@/lib/recsys/models/contract'
import { findManifest, loadArtefact, saveArtefact, type ArtefactInfo } from './artefact'
import { createFolder } from './durable'
import { pruneArtefacts } from './prune'
import { loadSnapshot, saveSnapshot } from './snapshot'

const info: ArtefactInfo = {
  model: 'user-knn',
  version: 1,
  config: { k: 50 },
  seed: 42,
  snapshotFingerprint: 'abc',
  codeVersion: '1.0.0',
  runId: '0190b6b0-0000-7000-8000-000000000000',
  createdAt: '2026-11-22T10:00:00.000Z',
  metrics: { 'NDCG@10': 0.2 },
}

const state = (): ModelState => ({
  arrays: {
    means: Float32Array.of(3.5, -0, 1 / 3),
    sums: Float64Array.of(Math.PI, Number.MAX_SAFE_INTEGER),
    rows: Int32Array.of(-1, 2),
    // A view in the middle of its buffer: only the view is stored.
    offsets: new Uint32Array(Uint32Array.of(9, 0, 4_294_967_295, 9).buffer, 4, 2),
    codes: Uint16Array.of(65_535),
    labels: new Uint8Array(0),
  },
  meta: { nItems: 3, nested: { list: [1, 'two', null] } },
})

let root: string
let dir: string

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'artefact-'))
  dir = path.join(root, 'run-1')
})
afterEach(() => rm(root, { recursive: true, force: true }))

const damaged = (sentence: string) =>
  expect.objectContaining({ code: 'bad_artefact', message: expect.stringContaining(sentence) })

describe('an artefact', () => {
  test('comes back as it was saved, every type of array and the whole manifest', async () => {
    const saved = await saveArtefact(dir, info, state())
    const { manifest, state: loaded } = await loadArtefact(dir)
    expect(loaded).toEqual(state())
    expect(Object.is(loaded.arrays.means[1], -0)).toBe(true)
    expect(manifest).toEqual(saved)
    expect(manifest).toMatchObject(info)
    expect(manifest.arrays.offsets).toMatchObject({ type: 'u32', length: 2 })
  })

  test('is stored as raw little-endian bytes', async () => {
    await saveArtefact(dir, info, state())
    expect([...(await readFile(path.join(dir, 'rows.bin')))]).toEqual([255, 255, 255, 255, 2, 0, 0, 0])
  })

  test('replaces an older one in the same place and leaves nothing beside it', async () => {
    await saveArtefact(dir, info, state())
    await saveArtefact(dir, { ...info, seed: 43 }, { arrays: {}, meta: {} })
    expect((await loadArtefact(dir)).manifest.seed).toBe(43)
    expect(await readdir(root)).toEqual(['run-1'])
    expect(await readdir(dir)).toEqual(['manifest.json'])
  })

  test('is refused when a file was cut short', async () => {
    await saveArtefact(dir, info, state())
    await truncate(path.join(dir, 'means.bin'), 8)
    await expect(loadArtefact(dir)).rejects.toEqual(damaged('has 8 bytes, expected 12'))
  })

  test('is refused when a single bit was flipped', async () => {
    await saveArtefact(dir, info, state())
    const file = path.join(dir, 'sums.bin')
    const bytes = await readFile(file)
    bytes[5] ^= 1
    await writeFile(file, bytes)
    await expect(loadArtefact(dir)).rejects.toEqual(damaged('is not what was written'))
  })

  test('is refused when a file is missing', async () => {
    await saveArtefact(dir, info, state())
    await rm(path.join(dir, 'codes.bin'))
    await expect(loadArtefact(dir)).rejects.toEqual(damaged('codes.bin is missing'))
  })

  test('is not one without its manifest', async () => {
    await saveArtefact(dir, info, state())
    await rm(path.join(dir, 'manifest.json'))
    expect(await findManifest(dir)).toBeNull()
    await expect(loadArtefact(dir)).rejects.toEqual(damaged('has no manifest'))
    expect(await findManifest(path.join(root, 'never'))).toBeNull()
    await expect(loadArtefact(path.join(root, 'never'))).rejects.toMatchObject({ code: 'not_found' })
  })

  test('is refused when its manifest is no JSON or of another format', async () => {
    await saveArtefact(dir, info, state())
    const file = path.join(dir, 'manifest.json')
    const manifest: unknown = JSON.parse(await readFile(file, 'utf8'))
    await writeFile(file, '{"format": 1')
    await expect(findManifest(dir)).rejects.toEqual(damaged('is not JSON'))
    await writeFile(file, JSON.stringify({ ...(manifest as object), format: 99 }))
    await expect(loadArtefact(dir)).rejects.toEqual(damaged('format'))
  })

  test('cannot reach outside its folder by the name of an array', async () => {
    const escape = saveArtefact(dir, info, { arrays: { '../evil': Uint8Array.of(1) }, meta: {} })
    await expect(escape).rejects.toMatchObject({ code: 'invalid' })
    await saveArtefact(dir, info, state())
    const file = path.join(dir, 'manifest.json')
    await writeFile(file, (await readFile(file, 'utf8')).replace('"codes"', '"../codes"'))
    await expect(loadArtefact(dir)).rejects.toMatchObject({ code: 'bad_artefact' })
  })

  test('that was only half written does not exist, and does not hinder the next', async () => {
    await mkdir(`${dir}.part`)
    await writeFile(path.join(`${dir}.part`, 'junk.bin'), 'half')
    expect(await findManifest(dir)).toBeNull()
    await saveArtefact(dir, info, state())
    expect(await readdir(root)).toEqual(['run-1'])
    expect(await readdir(dir)).not.toContain('junk.bin')
  })

  test('whose writing fails leaves the older one as it was', async () => {
    await saveArtefact(dir, info, state())
    const failing = createFolder(dir, async (part) => {
      await writeFile(path.join(part, 'means.bin'), 'half')
      throw new Error('disk full')
    })
    await expect(failing).rejects.toThrow('disk full')
    expect((await loadArtefact(dir)).state).toEqual(state())
  })

  test('that could not be described is not kept', async () => {
    await expect(saveArtefact(dir, { ...info, createdAt: 'yesterday' }, state())).rejects.toEqual(damaged('createdAt'))
    expect(await findManifest(dir)).toBeNull()
  })
})

describe('a snapshot', () => {
  const ratings = () =>
    RatingMatrix.fromTriples(
      { userId: Int32Array.of(7, 7, 9), movieId: Int32Array.of(10, 30, 10), halfStars: Uint8Array.of(8, 3, 10) },
      Int32Array.of(10, 20, 30),
    )

  const about = { snapshotFingerprint: 'abc', codeVersion: '1.0.0', createdAt: info.createdAt }

  test('comes back as the same matrix', async () => {
    const saved = await saveSnapshot(dir, about, ratings())
    const { manifest, ratings: loaded } = await loadSnapshot(dir)
    expect(loaded).toEqual(ratings())
    expect(manifest).toEqual(saved)
    expect(manifest).toMatchObject({ ...about, meta: { nUsers: 2, nItems: 3, nRatings: 3 } })
  })

  test('is not mistaken for a model, nor a model for a snapshot', async () => {
    await saveSnapshot(dir, about, ratings())
    await expect(loadArtefact(dir)).rejects.toEqual(damaged('holds a snapshot, expected a model'))
    await saveArtefact(dir, info, state())
    await expect(loadSnapshot(dir)).rejects.toEqual(damaged('holds a model, expected a snapshot'))
  })
})

describe('pruning', () => {
  const save = (name: string, model: string, day: number) =>
    saveArtefact(path.join(root, name), { ...info, model, createdAt: `2026-11-0${day}T00:00:00.000Z` }, state())

  test('keeps the newest of each model and what is named, and removes the rest', async () => {
    await save('knn-1', 'user-knn', 1)
    await save('knn-2', 'user-knn', 2)
    await save('knn-3', 'user-knn', 3)
    await save('content-1', 'content', 1)
    await mkdir(path.join(root, 'notes'))
    expect(await pruneArtefacts(root, { newest: 1, names: ['knn-1'] })).toEqual(['knn-2'])
    expect((await readdir(root)).sort()).toEqual(['content-1', 'knn-1', 'knn-3', 'notes'])
  })

  test('clears what was abandoned half-written, but not what is being written now', async () => {
    await save('whole', 'content', 1)
    await rename(path.join(root, 'whole'), path.join(root, 'old.part'))
    await mkdir(path.join(root, 'new.part'))
    await utimes(path.join(root, 'old.part'), 0, 0)
    expect(await pruneArtefacts(root, 5)).toEqual(['old.part'])
    expect(await readdir(root)).toEqual(['new.part'])
  })

  test('has nothing to do where there is nothing', async () => {
    expect(await pruneArtefacts(path.join(root, 'never'), { newest: 1 })).toEqual([])
  })
})
