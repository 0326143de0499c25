// What of a rendered page can be sent again.
import { describe, expect, it } from 'vitest'
import { fillPage, parsePage } from './page-template'

const NONCE = 'a+b/c=='
const ID = '0190f3b2-8a44-7d8e-9d55-0c2f6a1b7e31'
const data = (...pieces: string[]) =>
  pieces.map((piece) => `<script nonce="${NONCE}">self.__next_f.push([1,${JSON.stringify(piece)}])</script>`).join('…')
const pageOf = (text: string) => Buffer.from(`<p>Amélie, “the” film</p>${text}`)
const dataOf = (id: string) => `1:{"recommendationId":"${id}","nonce":"${NONCE}"}`

describe('a page as a template', () => {
  it('is the same page with the new values wherever the old ones stood, whatever its letters', () => {
    const template = parsePage(pageOf(data(dataOf(ID), 'two')), [NONCE, ID])
    const filled = template && fillPage(template, ['NEW', 'other'])
    const expected = pageOf(data(dataOf(ID), 'two'))
      .toString()
      .replaceAll(NONCE, 'NEW')
      .replaceAll(ID, 'other')
    expect(filled?.toString()).toBe(expected)
    expect(expected).not.toContain(NONCE)
  })

  it('is none when the page shows a recommendation that nobody noted down', () => {
    expect(parsePage(pageOf(data(dataOf(ID))), [NONCE])).toBeNull()
  })

  it.each([
    ['a part of it failed', '<!--$!--><template data-dgst="1"></template>'],
    ['a part of it failed later', `<script nonce="${NONCE}">$RX("B:0","1")</script>`],
    ['its data are not all text', `<script nonce="${NONCE}">self.__next_f.push([3,"AAAA"])</script>`],
    ['an id begins in one piece of its data and ends in the next', data(`x ${ID.slice(0, 9)}`, `${ID.slice(9)} y`)],
    ['a nonce does', data(`x ${NONCE.slice(0, 2)}`, `${NONCE.slice(2)} y`)],
  ])('is none when %s', (_, text) => {
    expect(parsePage(pageOf(data('all is well')), [NONCE, ID])).not.toBeNull()
    expect(parsePage(pageOf(text), [NONCE, ID])).toBeNull()
  })
})
