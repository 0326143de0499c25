// Load on a server, in a process of its own: reads { url, seconds, connections, requests } as JSON, prints what it measured.
import autocannon from 'autocannon'

let text = ''
for await (const chunk of process.stdin) text += chunk
const { url, seconds, connections, requests } = JSON.parse(text)
let next = 0
const result = await autocannon({
  url,
  connections,
  duration: seconds,
  // Each request once before any of them comes again, whatever the connection.
  requests: [{ setupRequest: (request) => ({ ...request, ...requests[next++ % requests.length] }) }],
})
const { requests: answered, latency, non2xx, errors } = result
process.stdout.write(
  JSON.stringify({ perSecond: answered.average, p50: latency.p50, p99: latency.p99, failed: non2xx + errors }),
)
