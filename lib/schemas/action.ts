// What every server action answers: data, or a failure that a page can show.
export type ActionResult<T> =
  { ok: true; data: T } | { ok: false; code: string; message: string; fieldErrors?: Record<string, string[]> }
