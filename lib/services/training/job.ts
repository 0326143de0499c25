// What is done to a model away from the event loop: fitting it, or measuring its recipe; and what is told of it meanwhile.
import type { ErrorCode, FieldErrors } from '@/lib/errors/app-error'
import type { Estimate } from '@/lib/recsys/metrics/bootstrap'
import type { CurvePoint } from '@/lib/recsys/models/contract'
import type { ArtefactInfo } from '@/lib/registry/artefact'

interface Common {
  model: string
  config: unknown
  seed: number
}

/** Fits on all the data and saves the artefact. */
export interface FitJob extends Common {
  kind: 'fit'
  folder: string
  info: Pick<ArtefactInfo, 'runId' | 'snapshotFingerprint' | 'codeVersion' | 'version'>
}

/** Fits on a part of the data and asks about the rest. */
export interface MeasureJob extends Common {
  kind: 'measure'
  fingerprint: string
}

export type Job = FitJob | MeasureJob

export interface FitResult {
  fitSeconds: number
  metrics: Record<string, number>
}

export interface Measurement {
  /** Equal for two measurements of the same people on the same questions. */
  split: string
  protocol: string
  description: string
  seed: number
  people: number
  metrics: Record<string, Estimate>
  seconds: number
  userIds: Int32Array
  columns: Record<string, Float64Array>
}

export interface JobHooks {
  signal?: AbortSignal
  /** 0…1 of this job. */
  onProgress?: (fraction: number) => void
  onCurve?: (point: CurvePoint) => void
}

/** From the thread to whoever started it. */
export type ThreadMessage =
  | { type: 'progress'; fraction: number }
  | { type: 'curve'; point: CurvePoint }
  | { type: 'done'; result: FitResult | Measurement | null }
  | { type: 'cancelled' }
  | { type: 'failed'; message: string; code?: ErrorCode; fieldErrors?: FieldErrors; stack?: string }
