// Which code made a model: recorded with every run.
import type { Recipe } from './artefact-keys'

export const codeVersionOf = ({ definition }: Recipe) => `${definition.name}@${definition.version}`
