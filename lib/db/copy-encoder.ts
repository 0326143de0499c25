// Writes rows in the binary format of Postgres' COPY: each field with its length in front, big-endian.

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')
const FIRST_SIZE = 1 << 16
const TEXT_OID = 25

export class CopyEncoder {
  private bytes = Buffer.allocUnsafe(FIRST_SIZE)
  private at = 0

  /** The signature, no flags, no extension. */
  header(): Buffer {
    return Buffer.concat([SIGNATURE, Buffer.alloc(8)])
  }

  trailer(): Buffer {
    return Buffer.from([0xff, 0xff])
  }

  startRow(nFields: number): void {
    this.reserve(2)
    this.at = this.bytes.writeInt16BE(nFields, this.at)
  }

  putInt32(value: number): void {
    this.reserve(8)
    this.putRaw32(4)
    this.putRaw32(value)
  }

  putInt16(value: number): void {
    this.reserve(6)
    this.putRaw32(2)
    this.at = this.bytes.writeInt16BE(value, this.at)
  }

  putText(value: string): void {
    const length = Buffer.byteLength(value)
    this.reserve(4 + length)
    this.putRaw32(length)
    this.at += this.bytes.write(value, this.at)
  }

  putBytes(value: Buffer): void {
    this.reserve(4 + value.length)
    this.putRaw32(value.length)
    this.at += value.copy(this.bytes, this.at)
  }

  putNull(): void {
    this.reserve(4)
    this.putRaw32(-1)
  }

  putFloat64(value: number): void {
    this.reserve(12)
    this.putRaw32(8)
    this.at = this.bytes.writeDoubleBE(value, this.at)
  }

  /** One dimension without nulls, counted from 1; an empty array has no dimension. */
  putTextArray(values: readonly string[]): void {
    const size = values.reduce((sum, value) => sum + 4 + Buffer.byteLength(value), 0)
    const nDimensions = values.length === 0 ? 0 : 1
    this.reserve(4 + 20 + size)
    this.putRaw32(12 + 8 * nDimensions + size)
    for (const field of [nDimensions, 0, TEXT_OID, values.length, 1].slice(0, nDimensions ? 5 : 3)) this.putRaw32(field)
    for (const value of values) this.putText(value)
  }

  /** What was written since the last call; the buffer is handed over. */
  take(): Buffer {
    const taken = this.bytes.subarray(0, this.at)
    this.bytes = Buffer.allocUnsafe(this.bytes.length)
    this.at = 0
    return taken
  }

  private putRaw32(value: number): void {
    this.at = this.bytes.writeInt32BE(value, this.at)
  }

  private reserve(size: number): void {
    if (this.at + size <= this.bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + size))
    this.bytes.copy(grown, 0, 0, this.at)
    this.bytes = grown
  }
}
