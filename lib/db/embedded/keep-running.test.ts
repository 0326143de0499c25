import { expect, it, vi } from 'vitest'
import { keepRunning } from './keep-running'

const CHECK_MS = 5

it('starts a server that has died, and leaves one that runs alone', async () => {
  let alive = true
  const restart = vi.fn(async () => void (alive = true))
  const tell = vi.fn()
  const stop = keepRunning({ isRunning: () => alive, restart }, tell, CHECK_MS)
  await new Promise((resolve) => setTimeout(resolve, 5 * CHECK_MS))
  expect(restart).not.toHaveBeenCalled()
  alive = false
  await vi.waitFor(() => expect(tell).toHaveBeenCalledExactlyOnceWith(null))
  await stop()
  alive = false
  await new Promise((resolve) => setTimeout(resolve, 5 * CHECK_MS))
  expect(restart).toHaveBeenCalledOnce()
})

it('keeps trying while it cannot be started, and says so once', async () => {
  let alive = false
  let failures = 3
  const restart = vi.fn(async () => {
    if (failures-- > 0) throw new Error('no space')
    alive = true
  })
  const tell = vi.fn()
  const stop = keepRunning({ isRunning: () => alive, restart }, tell, CHECK_MS)
  await vi.waitFor(() => expect(alive).toBe(true))
  await stop()
  expect(restart).toHaveBeenCalledTimes(4)
  expect(tell).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: 'no space' }))
})
