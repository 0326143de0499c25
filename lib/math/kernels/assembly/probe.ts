// For the tests of the ground itself: shows which thread took a row.

/** seen_r = the address of the scratch space of the thread that took row r, which is cleared first: 8 bytes a row. */
export function noteScratch(from: i32, to: i32, scratch: usize, seen: usize): void {
  memory.fill(scratch, 0, <usize>(to - from) << 3)
  for (let r = from; r < to; r++) store<f64>(seen + (<usize>r << 3), <f64>scratch)
}
