import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { expectProblem } from '@/test/api'
import { createApi } from './app'

const api = createApi({ getHost: () => Promise.reject(new Error('the documentation needs no host')) })

describe('the documentation', () => {
  it('is a page whose scripts carry the nonce of the policy, and nothing inline', async () => {
    const response = await api.request('/docs', {
      headers: { 'Content-Security-Policy': "script-src 'self' 'nonce-c29tZSBub25jZQ==' 'strict-dynamic'" },
    })
    const html = await response.text()
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(html.match(/<script nonce="c29tZSBub25jZQ==" src="\/docs\/[a-z-]+\.js"><\/script>/g)).toHaveLength(2)
    expect(html).not.toMatch(/<style|style=|<script>|https?:/)
  })

  it('takes no nonce that would end the attribute', async () => {
    const headers = { 'Content-Security-Policy': `script-src 'nonce-"><script>'` }
    expect(await (await api.request('/docs', { headers })).text()).not.toContain('"><script>')
  })

  it('has every file that the page names, compressed for whoever takes it', async () => {
    const html = await (await api.request('/docs')).text()
    const files = [...html.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g)].map((match) => match[1])
    expect(files).toHaveLength(4)
    for (const file of files) {
      const plain = Buffer.from(await (await api.request(file)).arrayBuffer())
      const packed = await api.request(file, { headers: { 'Accept-Encoding': 'gzip' } })
      expect([packed.status, packed.headers.get('cache-control')]).toEqual([200, 'public, max-age=3600'])
      const bytes = Buffer.from(await packed.arrayBuffer())
      expect((packed.headers.get('content-encoding') ? gunzipSync(bytes) : bytes).equals(plain), file).toBe(true)
    }
  })

  it('serves nothing else of the packages', async () => {
    for (const path of ['/docs/package.json', '/docs/..%2fpackage.json', '/docs/swagger-ui.js'])
      await expectProblem(await api.request(path), 404, 'not_found')
  })

  it('is found with a slash at the end as well', async () => {
    const response = await api.request('/docs/')
    expect([response.status, response.headers.get('location')]).toEqual([308, '/docs'])
  })

  it('reads the document that is also at /openapi.json', async () => {
    const script = await (await api.request('/docs/start.js')).text()
    const url = /url: '([^']+)'/.exec(script)?.[1] ?? ''
    const [there, atRoot] = await Promise.all([api.request(url), api.request('/openapi.json')])
    expect([there.status, atRoot.status]).toEqual([200, 200])
    expect(await atRoot.text()).toBe(await there.text())
  })
})
