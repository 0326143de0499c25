// The memory that kernels work in: shared by all threads, growing, never giving back.
import { PAGE } from './control'

const MAX_PAGES = 65_536
const ALIGNMENT = 64

export type KernelArray = Float64Array | Float32Array | Int32Array | Uint32Array | Uint16Array | Uint8Array

export interface KernelArrayType<T> {
  new (buffer: ArrayBufferLike, at: number, length: number): T
  readonly BYTES_PER_ELEMENT: number
}

/** A shared WebAssembly.Memory of at most 4 GiB, given out from its start; the first page is left to ./control.ts. */
export class KernelMemory {
  readonly memory = new WebAssembly.Memory({ initial: 1, maximum: MAX_PAGES, shared: true })
  /** Of the arrays given out. Growth, seen or not yet seen, makes `memory.buffer` another object; views on the older ones stay valid. */
  private readonly buffers = new WeakSet<ArrayBufferLike>()
  private used = PAGE

  /** Of 64 KiB, in use or not. */
  get pages() {
    return this.memory.buffer.byteLength / PAGE
  }

  /** Bytes in use. */
  get bytes() {
    return this.used
  }

  /**
   * Zeros, aligned to 64 bytes.
   * @throws RangeError when 4 GiB, or the machine, do not suffice.
   */
  allocate<T extends KernelArray>(Type: KernelArrayType<T>, length: number): T {
    if (!Number.isInteger(length) || length < 0) throw new RangeError(`Expected a length of 0 or more, got ${length}.`)
    const at = this.used
    const end = Math.ceil((at + length * Type.BYTES_PER_ELEMENT) / ALIGNMENT) * ALIGNMENT
    this.growTo(end)
    this.used = end
    const { buffer } = this.memory
    this.buffers.add(buffer)
    return new Type(buffer, at, length)
  }

  /** Where a kernel finds the array. @throws RangeError unless it lies in this memory. */
  addressOf(array: KernelArray): number {
    if (!this.buffers.has(array.buffer))
      throw new RangeError('Expected an array of the kernels’ own memory: make it by allocate or copy.')
    return array.byteOffset
  }

  private growTo(end: number): void {
    const there = this.memory.buffer.byteLength
    if (end <= there) return
    try {
      this.memory.grow(Math.ceil((end - there) / PAGE))
    } catch (cause) {
      const [wanted, limit] = [end, MAX_PAGES * PAGE].map((bytes) => Math.round(bytes / 2 ** 20))
      const why = wanted > limit ? `more than the ${limit} MiB they can address` : 'which this machine does not give'
      throw new RangeError(`The kernels need ${wanted} MiB, ${why}. Use fewer factors or fewer ratings.`, { cause })
    }
  }
}
