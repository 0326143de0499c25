import { openDataSet } from './lib/datasets/movielens/open-movielens'
import { Report } from './lib/datasets/report'
const t=performance.now(); const report=new Report(); const source=await openDataSet(process.argv[2]); let n=0, sum=0, peak=0
for await (const b of source.ratings(report)) { n+=b.length; for(let i=0;i<b.length;i++) sum+=b.halfStars[i]; peak=Math.max(peak, process.memoryUsage().rss) }
await source.close(); console.log(process.argv[2], n, sum, report.badRows, ((performance.now()-t)/1000).toFixed(1)+' s', 'peak rss MB', Math.round(peak/1e6), Math.round(process.resourceUsage().maxRSS/1024))
