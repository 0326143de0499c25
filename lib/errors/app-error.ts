// Every failure that a person is meant to read, with the one table of what each means at the edges.

const codes = {
  bad_request: { status: 400, exit: 2, title: 'Bad request' },
  unauthorised: { status: 401, exit: 77, title: 'API key needed' },
  forbidden: { status: 403, exit: 77, title: 'Not allowed with this API key' },
  forbidden_origin: { status: 403, exit: 2, title: 'Cross-site request refused' },
  not_found: { status: 404, exit: 4, title: 'Not found' },
  method_not_allowed: { status: 405, exit: 2, title: 'Method not allowed' },
  conflict: { status: 409, exit: 5, title: 'Conflict' },
  gate_refused: { status: 409, exit: 8, title: 'Refused by the gate' },
  payload_too_large: { status: 413, exit: 2, title: 'Payload too large' },
  unsupported_media_type: { status: 415, exit: 2, title: 'Unsupported media type' },
  invalid: { status: 422, exit: 2, title: 'Invalid input' },
  too_many_requests: { status: 429, exit: 7, title: 'Too many requests' },
  internal: { status: 500, exit: 1, title: 'Internal error' },
  not_ready: { status: 503, exit: 6, title: 'Not ready' },
  unavailable: { status: 503, exit: 7, title: 'Unavailable' },
  bad_configuration: { status: 500, exit: 78, title: 'Bad configuration' },
  bad_data: { status: 422, exit: 65, title: 'Unreadable data' },
  bad_artefact: { status: 500, exit: 66, title: 'Damaged artefact' },
} as const

export type ErrorCode = keyof typeof codes

const BRAND = Symbol.for('marquee.AppError')

export interface FieldErrors {
  [field: string]: string[]
}

/** A failure with a code. The message says what was wrong, what was expected and what to do next. */
export class AppError extends Error {
  readonly [BRAND] = true
  readonly code: ErrorCode
  readonly fieldErrors?: FieldErrors

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; fieldErrors?: FieldErrors } = {}) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.fieldErrors = options.fieldErrors
  }
}

/** `instanceof` fails across the copies of this module that bundlers make, so the brand decides. */
export function isAppError(error: unknown): error is AppError {
  return typeof error === 'object' && error !== null && BRAND in error
}

export const statusOf = (code: ErrorCode) => codes[code].status
export const exitCodeOf = (code: ErrorCode) => codes[code].exit
export const titleOf = (code: ErrorCode) => codes[code].title

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
