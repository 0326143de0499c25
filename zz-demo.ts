import { readEvaluationData } from '@/lib/services/read-evaluation-data'
import { RatingMatrix } from '@/lib/recsys/data/rating-matrix'
import { requireModel } from '@/lib/recsys/models/registry'
import { readFileSync } from 'node:fs'
const [data, cfg] = process.argv.slice(2)
const read = await readEvaluationData(data)
const ratings = RatingMatrix.fromTriples(read.ratings, read.itemIds)
console.log(ratings.nUsers, ratings.nItems, ratings.nRatings)
const d = requireModel('hybrid')
const config = d.parseConfig(cfg ? JSON.parse(readFileSync(cfg, 'utf8')) : {})
const c0 = process.cpuUsage(), t0 = performance.now()
const m = d.fit({ ratings, texts: read.texts, genome: read.genome }, config, { seed: 1 })
const c1 = process.cpuUsage(c0)
console.log('fit', ((performance.now() - t0) / 1000).toFixed(1), 's wall', ((c1.user + c1.system) / 1e6).toFixed(1), 's cpu', JSON.stringify((m as unknown as { perModelWeights: unknown }).perModelWeights))
const profiles = Array.from({ length: 60 }, (_, i) => ratings.ratingsOf(i * 3 % ratings.nUsers))
for (const p of profiles.slice(0, 20)) m.score(p)
const times = profiles.map((p) => { const s = process.cpuUsage(); m.score(p); const e = process.cpuUsage(s); return (e.user + e.system) / 1000 }).sort((a, b) => a - b)
console.log('score cpu ms median', times[30].toFixed(2), 'p90', times[54].toFixed(2))
const s = process.cpuUsage(); const sc = m.score(profiles[0]); let n = 0; for (let i = 0; i < sc.length && n < 20; i++) if (Number.isFinite(sc[i])) { m.explain?.(profiles[0], i); n++ }
console.log('20 explanations cpu ms', process.cpuUsage(s).user / 1000, Object.entries(m.save().meta).filter(([k]) => k !== 'parts').map(([k, v]) => k + '=' + JSON.stringify(v)).join(' '))
