// For the tests of the ground itself: shows which thread took a row.

/** seen_r = the address of the scratch space of the thread that took row r. */
export function noteScratch(from: i32, to: i32, scratch: usize, seen: usize): void {
  for (let r = from; r < to; r++) store<f64>(seen + (<usize>r << 3), <f64>scratch)
}
