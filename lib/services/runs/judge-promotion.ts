// The gate: whether a run may become the champion, and the sentence that says why or why not.
import { findAlias } from '@/lib/db/aliases'
import type { Db } from '@/lib/db/client'
import { findRun, type ModelRun } from '@/lib/db/model-runs'
import { readFingerprint } from '@/lib/db/training-data'
import type { Paired, Verdict } from '@/lib/schemas/run'
import { findSharedSplit, pairRuns } from './compare-runs'
import { requireRunRow } from './list-runs'

/** What decides: the order of the first ten films, person by person. */
export const GATE_METRIC = 'NDCG@10'

type Decision = Omit<Verdict, 'paired'> & { paired?: Paired }

const allow = (decision: Verdict['decision'], sentence: string, paired?: Paired): Decision => ({
  ...{ decision, sentence, paired },
  allowed: true,
  forceable: true,
})
const refuse = (decision: Verdict['decision'], sentence: string, paired?: Paired): Decision => ({
  ...{ decision, sentence, paired },
  allowed: false,
  forceable: decision !== 'stale' && decision !== 'same',
})

/** Refused is what is worse than the champion on the same people by more than chance explains, and what was not measured on them. */
export async function judgePromotion(db: Db, id: string): Promise<Verdict> {
  const candidate = await requireRunRow(db, id)
  const championId = await findAlias(db, 'champion')
  const champion = championId === null ? null : await findRun(db, championId)
  const decision = await decide(db, candidate, champion)
  return { ...decision, paired: decision.paired ?? null }
}

async function decide(db: Db, candidate: ModelRun, champion: ModelRun | null): Promise<Decision> {
  if (candidate.status !== 'finished')
    return refuse('stale', `This run is ${candidate.status}; only a finished one can serve.`)
  if (candidate.snapshotFingerprint !== (await readFingerprint(db)))
    return refuse(
      'stale',
      'This run was fitted on other data than there are now. Train its model and configuration again.',
    )
  if (champion?.id === candidate.id) return refuse('same', 'This run is the champion.')
  if (!champion) return allow('first', 'There is no champion yet.')
  const shared = await findSharedSplit(db, candidate.id, champion.id)
  const figures = shared ? await pairRuns(db, candidate.id, champion.id, shared.split) : []
  const paired = figures.find(({ metric }) => metric === GATE_METRIC)
  if (!paired || paired.people === 0)
    return refuse(
      'unmeasured',
      'This run and the champion have no figures for the same people. Measure them first, or give a reason to go without.',
    )
  return judge(paired, champion.model)
}

function judge(paired: Paired, model: string): Decision {
  const { difference, low, high, people } = paired
  const measured = `${signed(difference)} ${GATE_METRIC}${low === null || high === null ? '' : ` [${signed(low)}, ${signed(high)}]`} against the champion (${model}) over the same ${people} people`
  if (high !== null && high < 0) return refuse('worse', `Worse beyond noise: ${measured}.`, paired)
  if (low !== null && low > 0) return allow('better', `Better beyond noise: ${measured}.`, paired)
  return allow('as good', `No worse than noise explains: ${measured}.`, paired)
}

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`
