// Types of unroll.mjs.
export function unroll(source: string, name?: string): string
