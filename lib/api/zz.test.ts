import { it, expect } from 'vitest'
import net from 'node:net'
import { createServer } from 'node:http'
import { getRequestListener } from '/work/main/node_modules/@hono/node-server/dist/index.mjs'
import { createTestHost } from '@/test/host'
import { createApi } from '@/lib/api/app'
import { Visitor } from '@/test/api'
it('x', async () => {
  const host = await createTestHost()
  const api = createApi({ getHost: async () => host })
  const v = new Visitor(api); await v.ask('PUT','me/ratings/1',{stars:4})
  for (const d of ['0000-01-01T00:00:00Z','0001-01-01T00:00:00Z','9999-12-31T23:59:59.999Z']) {
    const r = await api.request('/api/v1/me/ratings?cursor='+Buffer.from(JSON.stringify([d,1])).toString('base64url'), {headers:{Cookie:v.cookie!}})
    console.log(d, r.status, (await r.text()).slice(0,100))
  }
  const t0=performance.now(); for (let i=0;i<300;i++) await api.request('/api/v1/me/ratings/1',{headers:{Cookie:v.cookie!}}); console.log('me/ratings/1 ms', (performance.now()-t0)/300)
  const t1=performance.now(); for (let i=0;i<1000;i++) await api.request('/api/v1/health'); console.log('health ms', (performance.now()-t1)/1000)
  const server = createServer(getRequestListener(api.fetch)); await new Promise<void>(r=>server.listen(0,'127.0.0.1',()=>r()))
  const port=(server.address() as net.AddressInfo).port
  const raw=(text:string)=>new Promise<string>((res)=>{ const s=net.connect(port,'127.0.0.1',()=>s.write(text)); let o=''; s.on('data',d=>{o+=d}); s.on('close',()=>res(o)); s.on('error',e=>res(o+'ERR'+e.message)); setTimeout(()=>s.destroy(),1500) })
  const h='Host: x:1\r\nConnection: close\r\n'
  const chunk='x'.repeat(40000)
  for (const t of [
    `TRACE /api/v1/health HTTP/1.1\r\n${h}\r\n`,
    `OPTIONS * HTTP/1.1\r\n${h}\r\n`,
    `GET //evil/api/v1/health HTTP/1.1\r\n${h}\r\n`,
    `GET /api/v1/movies/%zz HTTP/1.1\r\n${h}\r\n`,
    `HEAD /api/v1/movies HTTP/1.1\r\n${h}\r\n`,
    `PUT /api/v1/me/ratings/1 HTTP/1.1\r\n${h}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{"stars":\r\n2\r\n4}\r\n0\r\n\r\n`,
    `PUT /api/v1/me/ratings/1 HTTP/1.1\r\n${h}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${(40000).toString(16)}\r\n${chunk}\r\n${(40000).toString(16)}\r\n${chunk}\r\n0\r\n\r\n`,
    `PUT /api/v1/me/ratings/1 HTTP/1.1\r\n${h}Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n${chunk}${chunk}`,
    `PUT /api/v1/me/ratings/1 HTTP/1.1\r\n${h}Content-Type: application/json\r\nContent-Length: 11\r\n\r\n{"stars":4}`,
    `PUT /api/v1/me/ratings/1 HTTP/1.1\r\n${h}Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{"stars":4}`,
    `DELETE /api/v1/feedback HTTP/1.1\r\n${h}\r\n`,
    `GET /api/v1/health HTTP/1.1\r\nConnection: close\r\nHost: \r\n\r\n`,
    `PUT /api/v1/me/ratings/1 HTTP/1.1\r\n${h}Content-Length: 0\r\n\r\n`,
  ]) { const o=await raw(t); console.log(t.slice(0,60).replace(/\r\n/g,'|'),'=>',o.split('\r\n')[0], o.includes('\r\n\r\n')?o.split('\r\n\r\n')[1].slice(0,160):o.slice(0,50)) }
  server.close(); await host.drop()
})
