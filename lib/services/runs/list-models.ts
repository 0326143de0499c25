// Every model with the run that serves it, and the names of runs.
import { listAliases } from '@/lib/db/aliases'
import { findRun } from '@/lib/db/model-runs'
import { modelsFor } from '@/lib/recsys/models/registry'
import type { ModelList } from '@/lib/schemas/run'
import type { Host } from '../host/host'

export async function listModels({ db, engine }: Host): Promise<ModelList> {
  const positions = await listAliases(db)
  const named = await Promise.all(
    positions.map(async ({ alias, runId, movedAt }) => {
      const model = (await findRun(db, runId))?.model ?? ''
      return { alias, runId, model, movedAt: movedAt.toISOString() }
    }),
  )
  const challenger = named.find(({ alias }) => alias === 'challenger')?.model
  return {
    aliases: named,
    items: modelsFor({ hasGenome: engine?.hasGenome ?? false }).map(({ name, label, description }) => {
      const loaded = engine?.models.get(name)
      return {
        ...{ name, label, description },
        ready: loaded !== undefined,
        runId: loaded?.runId ?? null,
        // What serves now; the alias may be a moment ahead.
        champion: engine?.champion === name,
        challenger: challenger === name,
      }
    }),
  }
}
