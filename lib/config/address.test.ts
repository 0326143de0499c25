import { describe, expect, it } from 'vitest'
import { addressOf } from './address'

describe('the address that is shown', () => {
  it.each([
    ['127.0.0.1', 'http://localhost:3000'],
    ['0.0.0.0', 'http://localhost:3000'],
    ['::', 'http://localhost:3000'],
    ['::1', 'http://[::1]:3000'],
    ['fe80::1', 'http://[fe80::1]:3000'],
    ['films.example', 'http://films.example:3000'],
  ])('of HOST=%s is one that a browser takes', (host, address) => {
    expect(addressOf({ host, port: 3000 })).toBe(address)
    expect(URL.canParse(address)).toBe(true)
  })
})
