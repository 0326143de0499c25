import net from 'node:net'
import { inject, describe, expect, it } from 'vitest'
import { connectOrExplain, explainConnection } from './connect'

const reachable = () => new URL(inject('templateUrl'))

describe('connecting', () => {
  it('says that the password is wrong, and keeps it to itself', async () => {
    const url = reachable()
    url.password = 'not-the-password'
    const failure = connectOrExplain(url.href)
    await expect(failure).rejects.toThrow(/wrong password.*Correct DATABASE_URL/)
    await expect(failure).rejects.not.toThrow('not-the-password')
  })

  it('names a database that does not exist', async () => {
    const url = reachable()
    url.pathname = '/nowhere'
    await expect(connectOrExplain(url.href)).rejects.toThrow('There is no database "nowhere"')
  })

  it('says that nothing answers at the address', async () => {
    await expect(connectOrExplain('postgresql://u:p@127.0.0.1:9/x')).rejects.toThrow(
      'No database answers at 127.0.0.1:9. Start PostgreSQL there',
    )
  })

  it('tries again where an answer was too late', async () => {
    const url = reachable()
    const { port, hostname } = url
    let calls = 0
    const hesitant = net.createServer((socket) => {
      calls += 1
      if (calls === 1) return
      socket.pipe(net.connect(Number(port), hostname)).pipe(socket)
    })
    await new Promise<void>((resolve) => hesitant.listen(0, '127.0.0.1', resolve))
    url.port = String((hesitant.address() as net.AddressInfo).port)
    const client = await connectOrExplain(url.href, 1000)
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    expect(calls).toBe(2)
    await client.end()
    hesitant.close()
  })

  it('says that a server which takes the connection and then nothing is busy, rather than that the address is wrong', () => {
    const silent = explainConnection(new Error('timeout expired'), 'postgresql://u:secret@127.0.0.1:9/x')
    expect(silent).toMatch(/^The database at 127\.0\.0\.1:9 does not answer in time: it is very busy/)
    expect(explainConnection(new Error('odd'), 'postgresql://u:secret@127.0.0.1:9/x')).toMatch(/^Cannot connect.*odd/)
  })

  it.each(['postgresql://u:secret@127.0.0.1:99999/x', 'postgresql://u:secret@127.0.0.1:9/x%zz'])(
    'says that %s cannot be read as an address',
    async (url) => {
      await expect(connectOrExplain(url)).rejects.toThrow('DATABASE_URL is not a valid address. Expected postgresql://')
    },
  )

  it('explains an address that is none', () => {
    expect(explainConnection(new Error('x'), 'postgres//nonsense')).toMatch('DATABASE_URL is not a valid address')
  })
})
