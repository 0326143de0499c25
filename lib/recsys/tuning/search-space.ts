// Where to look for hyper-parameters: ranges and choices, and seeded draws from them.
import { createRandom, type Random } from '@/lib/math/random'

/** A number between two, drawn evenly or, with scale "log", evenly in its logarithm; `whole` rounds it. Or one of several values. */
export type Choice =
  | { readonly min: number; readonly max: number; readonly scale?: 'linear' | 'log'; readonly whole?: boolean }
  | { readonly choose: readonly unknown[] }

/** By hyper-parameter; what is not named keeps its default. "parts.ease.regularization" is one inside of others. */
export type SearchSpace = Readonly<Record<string, Choice>>

/** Digits that are kept of a drawn number: more say nothing, and configs are read by people. */
const DIGITS = 3

/** One point of the space as a configuration. Deterministic in the state of `random`; one draw per hyper-parameter, in their order. */
export function drawConfig(space: SearchSpace, random: Random): Record<string, unknown> {
  const config: Record<string, unknown> = {}
  for (const [name, choice] of Object.entries(space)) setAt(config, name.split('.'), drawValue(choice, random))
  return config
}

/** So many points, one after the other from one seed. */
export function drawConfigs(space: SearchSpace, count: number, seed: number): Record<string, unknown>[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => drawConfig(space, random))
}

function drawValue(choice: Choice, random: Random): unknown {
  const u = random.next()
  if ('choose' in choice) return choice.choose[Math.floor(u * choice.choose.length)]
  const { min, max, scale, whole } = choice
  const value = scale === 'log' ? min * (max / min) ** u : min + (max - min) * u
  const rounded = whole ? Math.round(value) : Number(value.toPrecision(DIGITS))
  return Math.min(max, Math.max(min, rounded))
}

function setAt(config: Record<string, unknown>, [first, ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    config[first] = value
    return
  }
  const inner = config[first]
  const next: Record<string, unknown> = typeof inner === 'object' && inner !== null ? { ...inner } : {}
  setAt(next, rest, value)
  config[first] = next
}
