import { compareModels } from '@/lib/services/compare-models'
import { openExam } from '@/lib/services/evaluate-model'
import { readFileSync } from 'node:fs'
const [data, protocol, entriesFile, metric, enrich] = process.argv.slice(2)
const exam = await openExam({ data, protocol, seed: 1, ks: [10, 100], enrich })
const entries = JSON.parse(readFileSync(entriesFile, 'utf8'))
const report = await compareModels(exam, { entries, metrics: [metric], report: (t) => console.error(new Date().toISOString().slice(14, 23), t) })
for (const r of report.results) console.log(r.label, metric, JSON.stringify(r.metrics[metric]), 'N@10', r.metrics['NDCG@10'].value.toFixed(4), 'fit', r.timing.fit.toFixed(1), 'ask', r.timing.ask.toFixed(1), JSON.stringify(r.perModelWeights))
for (const c of report.comparisons) console.log(c.a, c.b, c.difference.toFixed(5), c.low?.toFixed(5), c.high?.toFixed(5), 'p', c.pAdjusted)
