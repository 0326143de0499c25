import { evaluateModel, openExam } from '@/lib/services/evaluate-model'
import { readFileSync } from 'node:fs'
const [data, protocol, model, config] = process.argv.slice(2)
const exam = await openExam({ data, protocol, seed: 1, ks: [10, 100] })
const { report } = await evaluateModel(exam, { model, config: config ? JSON.parse(readFileSync(config,'utf8')) : {}, report: (t)=>console.error(new Date().toISOString().slice(14,23), t) })
console.log(JSON.stringify({ m: report.metrics['NDCG@100'], m10: report.metrics['NDCG@10'], chance: report.metrics['NDCG@10 (chance)'], cov: report.metrics['Coverage@100'], timing: report.timing, w: report.perModelWeights, peak: report.peakBytes/1e6 }, null, 1))
