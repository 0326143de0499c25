// Ratings in the binary format of Postgres' COPY, as the table has them: rows of one width, written into a copy of a blank one.
const ROW_BYTES = 36
const PROFILE_AT = 6
const MOVIE_AT = 14
const STARS_AT = 22
const TIME_AT = 28
/** Postgres counts microseconds from here. */
const EPOCH_2000 = 946_684_800
const TWO_32 = 2 ** 32

/** Field count, then each field with its length in front: int4, int4, int2, timestamptz. */
function blankRows(nRows: number): Buffer {
  const row = Buffer.alloc(ROW_BYTES)
  row.writeInt16BE(4, 0)
  row.writeInt32BE(4, PROFILE_AT - 4)
  row.writeInt32BE(4, MOVIE_AT - 4)
  row.writeInt32BE(2, STARS_AT - 4)
  row.writeInt32BE(8, TIME_AT - 4)
  return Buffer.alloc(nRows * ROW_BYTES, row)
}

export interface EncodableRatings {
  length: number
  profileId: Int32Array
  movieId: Int32Array
  halfStars: Uint8Array
  /** Unix seconds. */
  ratedAt: Int32Array
}

let blank = blankRows(1024)

export function encodeRatings({ length, profileId, movieId, halfStars, ratedAt }: EncodableRatings): Buffer {
  if (blank.length < length * ROW_BYTES) blank = blankRows(length)
  const bytes = Buffer.allocUnsafe(length * ROW_BYTES)
  blank.copy(bytes, 0, 0, bytes.length)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let row = 0, at = 0; row < length; row++, at += ROW_BYTES) {
    view.setInt32(at + PROFILE_AT, profileId[row])
    view.setInt32(at + MOVIE_AT, movieId[row])
    view.setInt16(at + STARS_AT, halfStars[row])
    const micros = (ratedAt[row] - EPOCH_2000) * 1_000_000
    const high = Math.floor(micros / TWO_32)
    view.setInt32(at + TIME_AT, high)
    view.setUint32(at + TIME_AT + 4, micros - high * TWO_32)
  }
  return bytes
}
