import os from 'node:os'
import path from 'node:path'
import { mkdtemp, rm } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { openDb } from '@/lib/db/client'
import { readTrainingSnapshot } from '@/lib/db/training-data'
import type { Contents } from '@/lib/datasets/testing'
import { SMALL_CSV } from '@/lib/datasets/testing'
import { setUpImports } from '@/test/imports'
import { createTestHost } from '@/test/host'
import { undoBatch } from './import-batches'
import { listMethods } from '../recommend/list-methods'
import { loadEngine } from '../host/load-engine'
import { trainStaleModels } from '../training/train-models'

const imports = setUpImports()
const { importContents } = imports

const TAGS = 'tagId,tag\n2,mafia\n1,"dark, funny"\n'
const withGenome = (scores: string, tags = TAGS): Contents => ({
  ...SMALL_CSV,
  'genome-tags.csv': tags,
  'genome-scores.csv': `movieId,tagId,relevance\n${scores}`,
})
const FIRST = withGenome('1,1,0.25\n1,2,0.5\n2,1,0.75\n')

async function readSnapshot() {
  const db = openDb(imports.url)
  return readTrainingSnapshot(db).finally(() => db.close())
}

/** Film → relevance of each tag, with the names of the tags. */
async function readStored() {
  const { genome } = await readSnapshot()
  if (genome === null) return null
  const width = genome.tags.length
  const rowOf = (at: number) => [...genome.relevance.subarray(at * width, (at + 1) * width)]
  return { tags: genome.tags, films: Object.fromEntries(Array.from(genome.movieIds, (id, at) => [id, rowOf(at)])) }
}

describe('The tag genome of a data set', () => {
  it('is imported with it and comes out as it went in, holes included', async () => {
    const result = await importContents(FIRST)
    expect(result).toMatchObject({ read: { genome: 2 }, new: { genome: 2 }, changedRows: 10, badRows: 0, extras: [] })
    expect(await readStored()).toEqual({
      tags: ['dark, funny', 'mafia'],
      films: { 1: [0.25, 0.5], 2: [0.75, Number.NaN] },
    })
  })

  it('of films and tags that are not there is left out and reported', async () => {
    const result = await importContents(withGenome('1,1,0.25\n9,1,0.5\n1,7,0.5\n1,2,x\n1,2\n'))
    expect(result.bad['genome-scores.csv']).toEqual({
      'movie not in catalogue': 1,
      'tag not in genome-tags': 1,
      'not a number': 1,
      'wrong number of columns': 1,
    })
    expect((await readStored())?.films).toEqual({ 1: [0.25, Number.NaN] })
  })

  it('is counted by a dry run, which changes nothing', async () => {
    const dry = await importContents(FIRST, { dryRun: true })
    expect(dry).toMatchObject({ new: { genome: 2 }, batch: null })
    expect(await readStored()).toBeNull()
    await importContents(FIRST)
    const later = withGenome('1,1,0.25\n1,2,1\n')
    expect(await importContents(later, { dryRun: true })).toMatchObject({ new: { genome: 0 }, changed: { genome: 1 } })
    expect((await readStored())?.films[1]).toEqual([0.25, 0.5])
  })

  it('of a later edition changes what is different, and the undo brings back what was', async () => {
    await importContents(SMALL_CSV)
    await importContents(withGenome('1,1,0.25\n1,2,0.5\n'))
    const before = await readStored()
    const later = await importContents(withGenome('1,1,0.25\n1,2,1\n2,1,1\n2,2,0\n'))
    expect(later).toMatchObject({ new: { genome: 1 }, changed: { genome: 1 }, unchanged: { genome: 0 } })
    expect((await readStored())?.films).toEqual({ 1: [0.25, 1], 2: [1, 0] })
    expect(await undoBatch(imports.url, later.batch ?? 0)).toMatchObject({
      removed: { genome: 1 },
      restored: { genome: 1 },
    })
    expect(await readStored()).toEqual(before)
    const { rows } = await imports.client.query('SELECT FROM undo_genome_scores')
    expect(rows).toHaveLength(0)
  })

  it('goes wholly with the batch that brought it', async () => {
    const { batch } = await importContents(FIRST)
    expect(await undoBatch(imports.url, batch ?? 0)).toMatchObject({ removed: { genome: 2 }, restored: { genome: 0 } })
    expect(await readStored()).toBeNull()
    expect((await imports.client.query('SELECT FROM genome_tags')).rows).toHaveLength(0)
  })

  it('with other tags than those that are there is refused, and nothing is imported', async () => {
    await importContents(FIRST)
    const before = await readStored()
    const other = withGenome('1,1,0.5\n', 'tagId,tag\n1,"dark, funny"\n2,space\n')
    await expect(importContents(other)).rejects.toThrow(/2 "mafia" here is 2 "space" there/)
    await expect(importContents(withGenome('1,1,0.5\n', 'tagId,tag\n1,"dark, funny"\n'))).rejects.toThrow(
      /2 "mafia" here is nothing there/,
    )
    expect(await readStored()).toEqual(before)
  })

  it('is fetched from a file that was imported before genomes were read', async () => {
    await importContents(FIRST)
    await imports.client.query('DELETE FROM genome_tags; DELETE FROM genome_scores')
    expect(await importContents(FIRST)).toMatchObject({ alreadyImported: false, new: { genome: 2 }, changedRows: 2 })
    expect(await importContents(FIRST)).toMatchObject({ alreadyImported: true })
  })

  it('changes the fingerprint, so that models are trained again', async () => {
    await importContents(SMALL_CSV)
    const { fingerprint } = await readSnapshot()
    await importContents(FIRST)
    expect((await readSnapshot()).fingerprint).not.toBe(fingerprint)
  })
})

describe('A data set without a genome', () => {
  it('is not offered what needs one, and whoever insists is told why', async () => {
    const host = await createTestHost()
    const home = await mkdtemp(path.join(os.tmpdir(), 'marquee-genome-'))
    try {
      expect(listMethods(host).map(({ name }) => name)).toContain('genome')
      await host.db.pool.query('DELETE FROM genome_scores')
      const source = { db: host.db, log: host.log, config: { home } }
      expect(await trainStaleModels({ ...source, only: 'popularity' })).toEqual(['popularity'])
      const engine = await loadEngine(source)
      expect(listMethods({ ...host, engine }).map(({ name }) => name)).not.toContain('genome')
      expect(() => engine?.requireModel('genome')).toThrow(/needs a tag genome, and this data set has none/)
      await expect(trainStaleModels({ ...source, only: 'genome' })).rejects.toThrow(/needs a tag genome/)
    } finally {
      await host.drop()
      await rm(home, { recursive: true })
    }
  })
})
