// The methods somebody may choose from, and whether each is ready.
import { models, modelsFor } from '@/lib/recsys/models/registry'
import type { MethodInfo } from '@/lib/schemas/recommendation'
import type { Host } from '../host/host'

export const methodNames: readonly string[] = models.map(({ name }) => name)

/** Those that the data can serve, in the registry's order. */
export function listMethods(host: Host): MethodInfo[] {
  return modelsFor({ hasGenome: host.engine?.hasGenome ?? false }).map(({ name, label, description }) => ({
    name,
    label,
    description,
    ready: host.engine?.models.has(name) ?? false,
    champion: host.engine?.champion === name,
  }))
}
