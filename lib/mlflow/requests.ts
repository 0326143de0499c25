// Talking to an MLflow server by its REST API: JSON, and files through its artefact proxy.
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { AppError, messageOf } from '@/lib/errors/app-error'

const TIMEOUT_MS = 20_000
const UPLOAD_TIMEOUT_MS = 600_000

/** What MLflow refused, by its own code, e.g. RESOURCE_ALREADY_EXISTS. */
export class MlflowRefusal extends Error {
  constructor(
    readonly errorCode: string,
    message: string,
  ) {
    super(message)
    this.name = 'MlflowRefusal'
  }
}

export interface MlflowRequests {
  ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: Record<string, unknown>): Promise<unknown>
  /** @param path below the root of the artefact proxy. */
  upload(path: string, file: string): Promise<void>
}

/** @param trackingUri e.g. http://127.0.0.1:5000, with name and password where the server wants them. */
export function createMlflowRequests(trackingUri: string, signal?: AbortSignal): MlflowRequests {
  const base = new URL(trackingUri)
  const { username, password } = base
  const headers: Record<string, string> = username
    ? { Authorization: `Basic ${btoa(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)}` }
    : {}
  // A request with them in its address would be refused, and they have no business in a log.
  base.username = ''
  base.password = ''
  const root = base.href.replace(/\/$/, '')
  const within = (ms: number) => AbortSignal.any([AbortSignal.timeout(ms), ...(signal ? [signal] : [])])

  const send = async (address: string, init: RequestInit): Promise<string> => {
    const response = await fetch(`${root}/api/2.0/${address}`, init).catch((cause: unknown) => {
      signal?.throwIfAborted()
      throw new AppError('unavailable', `MLflow does not answer at ${root}: ${messageOf(cause)}.`, { cause })
    })
    const text = await response.text()
    if (response.ok) return text
    const { error_code: code, message } = parseRefusal(text)
    throw new MlflowRefusal(code ?? `HTTP ${response.status}`, message ?? `MLflow answered ${response.status}.`)
  }

  return {
    ask: async (method, path, body) => {
      const query = method === 'GET' && body ? `?${new URLSearchParams(body as Record<string, string>)}` : ''
      const text = await send(`mlflow/${path}${query}`, {
        method,
        headers: { ...headers, 'Content-Type': 'application/json' },
        body: method === 'GET' ? undefined : JSON.stringify(body ?? {}),
        signal: within(TIMEOUT_MS),
      })
      return text === '' ? {} : (JSON.parse(text) as unknown)
    },
    upload: async (path, file) => {
      const target = path.split('/').map(encodeURIComponent).join('/')
      await send(`mlflow-artifacts/artifacts/${target}`, {
        method: 'PUT',
        headers: { ...headers, 'Content-Type': 'application/octet-stream' },
        body: Readable.toWeb(createReadStream(file)) as ReadableStream,
        // A body that is streamed needs this; the types of Node's fetch do not know it yet.
        ...{ duplex: 'half' },
        signal: within(UPLOAD_TIMEOUT_MS),
      })
    },
  }
}

function parseRefusal(text: string): { error_code?: string; message?: string } {
  try {
    return JSON.parse(text) as { error_code?: string; message?: string }
  } catch {
    return {}
  }
}
