// Tells a database that is away for a moment (503, try again) from a defect of ours (500).

const OUTAGE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  // SQLSTATE: connection failures, shutdown, still starting, too many connections
  '08000',
  '08001',
  '08003',
  '08006',
  '53300',
  '57P01',
  '57P02',
  '57P03',
  // Prisma: cannot reach, timed out, closed the connection, no connection free
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2037',
])

const CAUSES_DEEP = 5

export function isOutage(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > CAUSES_DEEP) return false
  if ('code' in error && OUTAGE_CODES.has(String(error.code))) return true
  if ('originalCode' in error && OUTAGE_CODES.has(String(error.originalCode))) return true
  // node-postgres gives these two no code.
  if (
    error instanceof Error &&
    /^(Connection terminated|timeout exceeded when trying to connect)/.test(error.message)
  ) {
    return true
  }
  if (error instanceof AggregateError) return error.errors.some((inner) => isOutage(inner, depth + 1))
  return 'cause' in error && isOutage(error.cause, depth + 1)
}
