// The names and examples that the document gives to runs and aliases.
import {
  curvePointSchema,
  estimateSchema,
  modelListSchema,
  modelSchema,
  moveSchema,
  runDetailSchema,
  runEvaluationSchema,
  runListSchema,
  runSchema,
} from '@/lib/schemas/run'

const runId = '0190f3a0-1c7e-7b52-8f0e-5a9d3c4b2e10'
const estimate = { value: 0.2513, low: 0.24, high: 0.2626 }
const evaluation = {
  split: '5a9d3c4b2e107f21',
  protocol: 'strong',
  description:
    'only ratings above 3.5 stars of people with 5 or more; 120 people unseen in training, 80 % of each folded in',
  people: 120,
  metrics: { 'NDCG@10': estimate, 'Coverage@10': { value: 0.12, low: 0.113, high: 0.127 } },
  seconds: 1.4,
  measuredAt: '2026-11-22T18:31:02.000Z',
}
const run = {
  id: runId,
  model: 'ease',
  status: 'finished',
  progress: 1,
  aliases: ['champion'],
  config: { regularization: 300 },
  seed: 1,
  codeVersion: 'ease@1',
  requestedBy: 'studio',
  snapshotFingerprint: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  current: true,
  startedAt: '2026-11-22T18:30:00.000Z',
  finishedAt: '2026-11-22T18:30:04.000Z',
  fitSeconds: 3.7,
  peakBytes: 412_000_000,
  error: null,
  facts: { nItems: 9742, nUsers: 610, nRatings: 100836 },
  evaluation,
}
const point = { name: 'loss', step: 3, value: 0.842 }
const move = {
  alias: 'champion',
  fromRunId: null,
  toRunId: runId,
  movedBy: 'studio',
  movedAt: '2026-11-22T18:40:00.000Z',
  reason:
    'Better beyond noise: +0.0120 NDCG@10 [+0.0040, +0.0200] against the champion (user-knn) over the same 120 people.',
  forced: false,
  kind: 'promotion',
}
const model = {
  name: 'ease',
  label: 'Films that go together',
  description: 'What people who love the same films love as well.',
  ready: true,
  runId,
  champion: true,
  challenger: false,
}

export const runSchemas = [
  { name: 'Estimate', schema: estimateSchema, example: estimate },
  { name: 'RunEvaluation', schema: runEvaluationSchema, example: evaluation },
  { name: 'Run', schema: runSchema, example: run },
  { name: 'RunList', schema: runListSchema, example: { items: [run] } },
  { name: 'CurvePoint', schema: curvePointSchema, example: point },
  { name: 'AliasMove', schema: moveSchema, example: move },
  { name: 'RunDetail', schema: runDetailSchema, example: { ...run, curves: [point], moves: [move] } },
  { name: 'Model', schema: modelSchema, example: model },
  {
    name: 'ModelList',
    schema: modelListSchema,
    example: { items: [model], aliases: [{ alias: 'champion', runId, model: 'ease', movedAt: move.movedAt }] },
  },
]
