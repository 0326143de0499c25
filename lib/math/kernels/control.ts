// The first page of the kernels' memory: how the threads that share it hand out rows and report failures.
import { kernelNames } from './generated/kernels'

/** Indices of an Int32Array at address 0. */
export const CONTROL = {
  /** Counts jobs; threads sleep on it. */
  job: 0,
  /** {@link STATE}. */
  state: 1,
  /** How many helpers are between looking at `state` and having let go of the job; the caller sleeps on it. */
  inside: 2,
  kernel: 3,
  rows: 4,
  chunk: 5,
  /** The first row nobody has taken. */
  next: 6,
  failed: 7,
  arguments: 8,
  scratch: 9,
  scratchBytes: 10,
  messageBytes: 11,
  /** Of the memory, when the job was opened. */
  pages: 12,
  words: 16,
} as const

export const STATE = { idle: 0, open: 1, stopped: 2 } as const

/** Addresses: up to {@link MAX_ARGUMENTS} float64 and one UTF-8 message. */
export const ARGUMENTS_AT = 128
export const MAX_ARGUMENTS = 32
export const MESSAGE_AT = 1024
export const MAX_MESSAGE = 1024
export const PAGE = 65_536

export const MAX_THREADS = 64
/** `next` from here on means "none left"; each thread may still add one chunk to it, which must not overflow an int32. */
export const MAX_ROWS = 2 ** 30
export const MAX_CHUNK = 2 ** 24

/**
 * What a helper thread runs, as text: a file would have to be found again by Next, esbuild, tsx and vitest alike.
 *
 * Its loop over chunks is the one of `takeChunks` in ./pool.ts. A trap or an exit inside a job is written into the memory, because the
 * caller's event loop stands still and cannot hear of it otherwise.
 */
export const HELPER_SOURCE = `
const { module, memory, thread } = require('node:worker_threads').workerData
const C = ${JSON.stringify(CONTROL)}
const control = new Int32Array(memory.buffer, 0, C.words)
const values = new Float64Array(memory.buffer, ${ARGUMENTS_AT}, ${MAX_ARGUMENTS})
const names = ${JSON.stringify(kernelNames)}
let inside = false
let pages = 0

function fail(message) {
  const text = new TextEncoder().encode(message).subarray(0, ${MAX_MESSAGE})
  if (Atomics.compareExchange(control, C.failed, 0, 1) === 0) {
    new Uint8Array(memory.buffer, ${MESSAGE_AT}, text.length).set(text)
    control[C.messageBytes] = text.length
  }
  Atomics.store(control, C.next, ${MAX_ROWS})
}

function leave() {
  inside = false
  if (Atomics.sub(control, C.inside, 1) === 1) Atomics.notify(control, C.inside)
}

process.once('exit', (code) => {
  if (!inside) return
  fail('a thread ended with code ' + code)
  leave()
})

function takeChunks() {
  // Of growth while it was being started a thread does not hear: its memory.fill and memory.copy would trap (./growth.test.ts).
  if (control[C.pages] !== pages) pages = memory.grow(0)
  const kernel = instance.exports[names[control[C.kernel]]]
  const given = Array.from(values.subarray(0, control[C.arguments]))
  const rows = control[C.rows]
  const chunk = control[C.chunk]
  const scratch = control[C.scratch] + thread * control[C.scratchBytes]
  for (;;) {
    const from = Atomics.add(control, C.next, chunk)
    if (from >= rows) return
    kernel(from, Math.min(from + chunk, rows), scratch, ...given)
  }
}

const instance = new WebAssembly.Instance(module, { env: { memory } })
for (let seen = 0; ; ) {
  Atomics.wait(control, C.job, seen)
  seen = Atomics.load(control, C.job)
  Atomics.add(control, C.inside, 1)
  inside = true
  const state = Atomics.load(control, C.state)
  try {
    if (state === ${STATE.open}) takeChunks()
  } catch (error) {
    fail(String(error && error.message))
  }
  leave()
  if (state === ${STATE.stopped}) break
}
`
