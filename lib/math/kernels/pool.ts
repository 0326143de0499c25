// Runs kernels over rows on several threads that share one memory, while the caller waits: fits stay synchronous.
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { compileKernels, type KernelBuild, type KernelName } from './build'
import {
  ARGUMENTS_AT,
  CONTROL,
  HELPER_SOURCE,
  MAX_ARGUMENTS,
  MAX_CHUNK,
  MAX_ROWS,
  MAX_THREADS,
  MESSAGE_AT,
  STATE,
} from './control'
import { kernelNames } from './generated/kernels'
import { KernelMemory, type KernelArray, type KernelArrayType } from './memory'

/** Longer than any chunk takes; so that a thread which died without a word ends in an error. */
const PATIENCE_MS = 600_000

/** A number, or an array of this pool's memory: the kernel gets its address. */
export type KernelArgument = number | KernelArray

export interface KernelOptions {
  /** 1…64, the caller's own among them. Default {@link defaultThreads}. The numbers that come out do not depend on it. */
  threads?: number
  /** Default: what this engine runs best. */
  build?: KernelBuild
}

export interface RunOptions {
  /** Rows handed out at a time: some hundred microseconds' worth. */
  chunk: number
  /** Bytes that each thread gets for itself, contents undefined. */
  scratch?: number
  /** Called on the caller's thread after each chunk of its own, with the fraction handed out. What it throws ends the run. */
  step?: (fraction: number) => void
}

type Exported = (...values: number[]) => number | undefined

/** As many threads as help: the machine's, at most 8. */
export const defaultThreads = () => Math.min(8, availableParallelism())

/**
 * Gives `work` a pool of kernels and ends its threads afterwards, also when it throws. Arrays of the pool that are kept hold all of its memory,
 * so copy what shall outlive it.
 */
export function withKernels<T>(options: KernelOptions, work: (kernels: Kernels) => T): T {
  const kernels = new Kernels(options)
  try {
    return work(kernels)
  } finally {
    kernels.close()
  }
}

/**
 * A memory of at most 4 GiB and the threads that run kernels on it. With one thread it has no others and needs no closing.
 *
 * A kernel that is run over rows has the signature `(from, to, scratch, …arguments)`, writes to its own rows only and reads nothing that
 * another row writes: that makes the result bit-identical for any number of threads.
 */
export class Kernels {
  readonly build: KernelBuild
  readonly threads: number
  private readonly space = new KernelMemory()
  private readonly control: Int32Array
  private readonly exports: Record<string, unknown>
  private readonly helpers: Worker[] = []
  private scratch = { at: 0, bytes: 0 }
  private lost?: unknown

  /** @throws RangeError on a number of threads that is none, or where the engine refuses the memory. */
  constructor({ threads = defaultThreads(), build }: KernelOptions = {}) {
    if (!Number.isInteger(threads) || threads < 1 || threads > MAX_THREADS)
      throw new RangeError(`Expected 1 to ${MAX_THREADS} threads, got ${threads}.`)
    const compiled = compileKernels(build)
    this.build = compiled.build
    this.threads = threads
    const { memory } = this.space
    this.control = new Int32Array(memory.buffer, 0, CONTROL.words)
    this.exports = new WebAssembly.Instance(compiled.module, { env: { memory } }).exports
    for (let thread = 1; thread < threads; thread++) this.helpers.push(this.startHelper(compiled.module, thread))
  }

  /** Bytes of memory in use. */
  get bytes() {
    return this.space.bytes
  }

  /**
   * Zeros in the shared memory, until the pool is closed.
   * @throws RangeError when the 4 GiB that a kernel can address, or the machine, do not suffice.
   */
  allocate<T extends KernelArray>(Type: KernelArrayType<T>, length: number): T {
    return this.space.allocate(Type, length)
  }

  /** The same values in the shared memory. @throws RangeError as {@link allocate}. */
  copy<T extends KernelArray>(source: T): T {
    const copied = this.allocate(source.constructor as unknown as KernelArrayType<T>, source.length)
    copied.set(source)
    return copied
  }

  /** Calls a kernel on the caller's thread. @throws RangeError on wrong arguments; WebAssembly.RuntimeError when it traps. */
  call(name: KernelName, ...given: KernelArgument[]): number | undefined {
    const values = this.valuesOf(given)
    return this.requireKernel(name, values.length)(...values)
  }

  /**
   * A kernel with all but its first `free` arguments, which are numbers: for those that are called so often that looking up where
   * arrays lie would take longer than they do. @throws RangeError on wrong arguments.
   */
  bind(name: KernelName, free: number, ...given: KernelArgument[]): (...first: number[]) => number | undefined {
    const values = this.valuesOf(given)
    const kernel = this.requireKernel(name, free + values.length)
    return (...first) => kernel(...first, ...values)
  }

  /**
   * Runs a kernel over rows 0…rows-1, chunk by chunk, on all threads; returns when every row is done.
   * @throws Error when a thread traps or ends; whatever `step` throws, once the others have let go of the rows.
   */
  run(name: KernelName, rows: number, { chunk, scratch = 0, step }: RunOptions, ...given: KernelArgument[]): void {
    if (this.lost !== undefined) throw new Error('A kernel thread was lost.', { cause: this.lost })
    if (!Number.isInteger(rows) || rows < 0 || rows >= MAX_ROWS || !Number.isInteger(chunk) || chunk < 1)
      throw new RangeError(`Expected rows below ${MAX_ROWS} and chunks of 1 or more, got ${rows} and ${chunk}.`)
    const values = this.valuesOf(given)
    const kernel = this.requireKernel(name, values.length + 3)
    this.reserveScratch(scratch)
    this.openJob(name, rows, Math.min(chunk, MAX_CHUNK), values)
    try {
      this.takeChunks(kernel, values, step)
    } finally {
      this.closeJob()
    }
    if (this.control[CONTROL.failed]) throw new Error(`Kernel ${name} failed: ${this.readMessage()}.`)
  }

  /** Ends the helpers; the pool is used up. */
  close(): void {
    Atomics.store(this.control, CONTROL.state, STATE.stopped)
    this.wakeHelpers()
  }

  private startHelper(module: WebAssembly.Module, thread: number): Worker {
    const helper = new Worker(HELPER_SOURCE, {
      eval: true,
      // Neither the loaders of this process nor its environment: they would only make it start slowly.
      execArgv: [],
      env: {},
      workerData: { module, memory: this.space.memory, thread },
    })
    helper.once('error', (error) => (this.lost = error))
    helper.unref()
    return helper
  }

  private reserveScratch(bytes: number): void {
    if (bytes <= this.scratch.bytes) return
    const each = Math.ceil(bytes / 64) * 64
    this.scratch = { at: this.allocate(Uint8Array, each * this.threads).byteOffset, bytes: each }
  }

  private valuesOf(given: readonly KernelArgument[]): number[] {
    return given.map((value) => (typeof value === 'number' ? value : this.space.addressOf(value)))
  }

  private requireKernel(name: KernelName, arity: number): Exported {
    const kernel = this.exports[name] as Exported | undefined
    if (!kernel || kernel.length !== arity || arity > MAX_ARGUMENTS)
      throw new RangeError(`Kernel ${name} takes ${kernel?.length ?? 'no'} arguments, got ${arity}.`)
    return kernel
  }

  private openJob(name: KernelName, rows: number, chunk: number, values: readonly number[]): void {
    const { control } = this
    control[CONTROL.kernel] = kernelNames.indexOf(name)
    control[CONTROL.rows] = rows
    control[CONTROL.chunk] = chunk
    control[CONTROL.next] = 0
    control[CONTROL.failed] = 0
    control[CONTROL.arguments] = values.length
    control[CONTROL.scratch] = this.scratch.at
    control[CONTROL.scratchBytes] = this.scratch.bytes
    control[CONTROL.pages] = this.space.pages
    new Float64Array(this.space.memory.buffer, ARGUMENTS_AT, values.length).set(values)
    Atomics.store(control, CONTROL.state, STATE.open)
    this.wakeHelpers()
  }

  private wakeHelpers(): void {
    Atomics.add(this.control, CONTROL.job, 1)
    Atomics.notify(this.control, CONTROL.job)
  }

  private takeChunks(kernel: Exported, values: readonly number[], step?: (fraction: number) => void): void {
    const { control } = this
    const rows = control[CONTROL.rows]
    const chunk = control[CONTROL.chunk]
    for (;;) {
      const from = Atomics.add(control, CONTROL.next, chunk)
      if (from >= rows) return
      kernel(from, Math.min(from + chunk, rows), control[CONTROL.scratch], ...values)
      step?.(Math.min(1, Atomics.load(control, CONTROL.next) / rows))
    }
  }

  /** Lets nobody begin any more, and waits for those who have. */
  private closeJob(): void {
    const { control } = this
    Atomics.store(control, CONTROL.next, MAX_ROWS)
    Atomics.store(control, CONTROL.state, STATE.idle)
    for (;;) {
      const inside = Atomics.load(control, CONTROL.inside)
      if (inside === 0) return
      if (Atomics.wait(control, CONTROL.inside, inside, PATIENCE_MS) === 'timed-out')
        throw new Error(`A kernel thread has not answered for ${PATIENCE_MS / 60_000} minutes.`)
    }
  }

  private readMessage(): string {
    const text = new Uint8Array(this.space.memory.buffer, MESSAGE_AT, this.control[CONTROL.messageBytes])
    return new TextDecoder().decode(text.slice())
  }
}
