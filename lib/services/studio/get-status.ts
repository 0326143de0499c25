// How this installation stands: database, data, models and their artefacts, and whether a server answers.
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { countTotals, type Totals } from '@/lib/db/engagement'
import { hasGenome } from '@/lib/db/genome'
import { listLatestRuns } from '@/lib/db/model-runs'
import { readFingerprint } from '@/lib/db/training-data'
import { modelsFor } from '@/lib/recsys/models/registry'
import { findManifest } from '@/lib/registry/artefact'
import type { Host } from '../host/host'
import type { Tool } from '../host/open-tool'
import { artefactFolder, artefactKeyOf, artefactRoot, defaultRecipe } from '../training/artefact-keys'
import { findServer, type ServerState } from '../host/running-server'

const LATEST_RUNS = 200

export interface ModelStatus {
  name: string
  label: string
  /** stale: trained once, but not on these data or with this code. */
  state: 'ready' | 'stale' | 'untrained'
  lastRun: { id: string; status: string; startedAt: string; seconds: number | null; error: string | null } | null
}

export interface Status {
  database: { kind: 'embedded' | 'outside'; address: string; name: string; bytes: number; wasRunning: boolean }
  dataSet: { name: string; synthetic: boolean } | null
  counts: Totals
  models: ModelStatus[]
  artefacts: { folder: string; count: number; bytes: number }
  server: ServerState
}

export async function getStatus({ host, database, dataSet }: Tool): Promise<Status> {
  const { hostname, port, pathname } = new URL(database.url)
  const [size, counts, modelStates, artefacts, server] = await Promise.all([
    host.db.pool.query<{ bytes: string }>('SELECT pg_database_size(current_database()) AS bytes'),
    countTotals(host.db),
    listModels(host),
    measureArtefacts(artefactRoot(host.config)),
    findServer(host.config),
  ])
  return {
    database: {
      kind: database.embedded ? 'embedded' : 'outside',
      address: `${hostname}:${port || 5432}`,
      name: decodeURIComponent(pathname.slice(1)),
      bytes: Number(size.rows[0].bytes),
      wasRunning: !database.started,
    },
    dataSet: dataSet && { name: dataSet.dataSet, synthetic: dataSet.synthetic },
    counts,
    models: modelStates,
    artefacts,
    server,
  }
}

async function listModels({ db, config }: Host): Promise<ModelStatus[]> {
  const [runs, fingerprint, genome] = await Promise.all([
    listLatestRuns(db, LATEST_RUNS),
    readFingerprint(db),
    hasGenome(db),
  ])
  return Promise.all(
    modelsFor({ hasGenome: genome }).map(async (definition) => {
      const { name, label } = definition
      const run = runs.find(({ model }) => model === name)
      const isThere = await findManifest(artefactFolder(config, artefactKeyOf(defaultRecipe(definition), fingerprint)))
      return {
        name,
        label,
        state: isThere ? ('ready' as const) : run ? ('stale' as const) : ('untrained' as const),
        lastRun: run
          ? {
              id: run.id,
              status: run.status,
              startedAt: run.startedAt.toISOString(),
              seconds: run.finishedAt ? (run.finishedAt.getTime() - run.startedAt.getTime()) / 1000 : null,
              error: run.error,
            }
          : null,
      }
    }),
  )
}

async function measureArtefacts(folder: string): Promise<Status['artefacts']> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(path.join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  )
  const count = entries.filter((entry) => entry.isDirectory() && entry.parentPath === folder).length
  return { folder, count, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}
