// The models that can be trained, each with the configuration it has where nobody says otherwise.
import { modelsFor } from '@/lib/recsys/models/registry'
import type { Trainable } from '@/lib/schemas/run'

export const listTrainable = (data: { hasGenome: boolean }): Trainable[] =>
  modelsFor(data).map(({ name, label, parseConfig }) => ({
    name,
    label,
    config: JSON.stringify(parseConfig({}), null, 2),
  }))
