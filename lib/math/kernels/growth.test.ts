// A memory that grows while a helper thread is just being started: the one moment at which an engine does not tell it.
import { expect, test, vi } from 'vitest'
import { withKernels } from './pool'

/**
 * V8 reads how large a shared memory is when a message with it arrives, and enters the thread among those to be told of growth when it comes to the memory
 * in the message. Usually these are microseconds; a message with much luggage before the memory makes them half a second.
 */
vi.mock('node:worker_threads', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:worker_threads')>()
  const luggage = new Set(Array.from({ length: 500_000 }, (_, i) => `piece ${i}`))
  class LadenWorker extends original.Worker {
    constructor(source: string, options: { workerData: object }) {
      super(source, { ...options, workerData: { luggage, ...options.workerData } })
    }
  }
  return { ...original, Worker: LadenWorker }
})

const idle = new Int32Array(new SharedArrayBuffer(4))
const dawdle = (ms: number) => void Atomics.wait(idle, 0, 0, ms)

// When the helpers come to read the message depends on how busy the machine is.
test.each([100, 250, 500])(
  'helpers that were being started while the memory grew work in all of it, %i ms later',
  (ms) => {
    withKernels({ threads: 3 }, (kernels) => {
      dawdle(ms)
      kernels.allocate(Uint8Array, 1_000_000)
      const seen = kernels.allocate(Float64Array, 8)
      for (let round = 0; round < 500 && new Set(seen).size < 2; round++)
        kernels.run('noteScratch', seen.length, { chunk: 1, scratch: 128, step: () => dawdle(5) }, seen)
      expect(new Set(seen).size).toBeGreaterThan(1)
    })
  },
)
