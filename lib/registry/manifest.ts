// What an artefact says of itself: the last file written and the first one read.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'
import { AppError } from '@/lib/errors/app-error'
import { codeOf } from './durable'

export const MANIFEST_FILE = 'manifest.json'
/** Bumped when the layout of the folder changes. */
export const FORMAT_VERSION = 1

export const arrayTypes = {
  f32: Float32Array,
  f64: Float64Array,
  i32: Int32Array,
  u32: Uint32Array,
  u16: Uint16Array,
  u8: Uint8Array,
} as const
export type ArrayType = keyof typeof arrayTypes

/** Names become file names, so they may not hold a path. */
const nameSchema = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/)

const fileSchema = z.object({
  type: z.enum(Object.keys(arrayTypes) as [ArrayType, ...ArrayType[]]),
  length: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type ArrayFile = z.infer<typeof fileSchema>

const shared = {
  format: z.literal(FORMAT_VERSION),
  snapshotFingerprint: z.string(),
  codeVersion: z.string(),
  createdAt: z.iso.datetime(),
  arrays: z.record(nameSchema, fileSchema),
  meta: z.record(z.string(), z.unknown()),
}

export const modelManifestSchema = z.object({
  ...shared,
  kind: z.literal('model'),
  model: z.string(),
  /** The model's own version of its state. */
  version: z.int(),
  config: z.unknown(),
  seed: z.number(),
  runId: z.string(),
  metrics: z.record(z.string(), z.unknown()),
})
export type ModelManifest = z.infer<typeof modelManifestSchema>

export const snapshotManifestSchema = z.object({ ...shared, kind: z.literal('snapshot') })
export type SnapshotManifest = z.infer<typeof snapshotManifestSchema>

export const manifestSchema = z.discriminatedUnion('kind', [modelManifestSchema, snapshotManifestSchema])
export type Manifest = z.infer<typeof manifestSchema>

export function requireArrayName(name: string): void {
  if (!nameSchema.safeParse(name).success)
    throw new AppError('invalid', `"${name}" cannot name an array of an artefact: letters, digits, - and _ only.`)
}

/** @throws AppError('bad_artefact') for anything but a manifest of this format. */
export function parseManifest(text: string, dir: string): Manifest {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (cause) {
    throw new AppError('bad_artefact', `The manifest of ${dir} is not JSON. Delete the folder; it is made again.`, {
      cause,
    })
  }
  const result = manifestSchema.safeParse(parsed)
  if (result.success) return result.data
  const [{ path, message }] = result.error.issues
  throw new AppError(
    'bad_artefact',
    `The manifest of ${dir} does not hold: ${path.join('.') || 'it'}: ${message}. Delete the folder; it is made again.`,
  )
}

/**
 * The manifest of an artefact, or null where there is none.
 * @throws AppError('bad_artefact') when there is one that cannot be read.
 */
export async function findManifest(dir: string): Promise<Manifest | null> {
  let text: string
  try {
    text = await readFile(path.join(dir, MANIFEST_FILE), 'utf8')
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
  return parseManifest(text, dir)
}

/** @throws AppError('not_found') when the folder is not there, AppError('bad_artefact') when it holds no sound manifest. */
export async function requireManifest(dir: string): Promise<Manifest> {
  const manifest = await findManifest(dir)
  if (manifest) return manifest
  if (!existsSync(dir)) throw new AppError('not_found', `There is no artefact at ${dir}. It is made by training.`)
  throw new AppError('bad_artefact', `${dir} has no manifest: it is not an artefact, or only half of one.`)
}
