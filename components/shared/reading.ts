// How SWR reads our API; given where it is used, so that a page without it does not carry it.
import { ApiError, fetchJson } from './fetch-json'

// A refusal stays a refusal; only what may pass is tried again.
const isTransient = (error: unknown) => !(error instanceof ApiError) || error.status === 0 || error.status >= 500

export const reading = {
  fetcher: fetchJson,
  shouldRetryOnError: isTransient,
  errorRetryCount: 2,
  revalidateOnFocus: false,
}
