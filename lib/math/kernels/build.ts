// Which of the two compiled modules runs here: the one with fused multiply-add where the engine has it.
import { setFlagsFromString } from 'node:v8'
import { baseline, fma, kernelNames } from './generated/kernels'

export type KernelName = (typeof kernelNames)[number]
export type KernelBuild = 'baseline' | 'fma'

export interface CompiledKernels {
  build: KernelBuild
  module: WebAssembly.Module
}

const compiled = new Map<KernelBuild, CompiledKernels>()

/**
 * The module to run, compiled once per process (some ms). Without `build` it is the relaxed-SIMD one where it validates; Node 20 has
 * that behind a flag, which is set here for the whole process and concerns WebAssembly only.
 * @throws RangeError when the build asked for does not run on this engine.
 */
export function compileKernels(build?: KernelBuild): CompiledKernels {
  const chosen = build ?? (fmaRuns() ? 'fma' : 'baseline')
  const known = compiled.get(chosen)
  if (known) return known
  if (chosen === 'fma' && !fmaRuns()) throw new RangeError('This engine does not run the relaxed-SIMD kernels.')
  const made = { build: chosen, module: new WebAssembly.Module(bytesOf(chosen)) }
  compiled.set(chosen, made)
  return made
}

const bytesOf = (build: KernelBuild) => Buffer.from(build === 'fma' ? fma : baseline, 'base64')

let fmaIsThere: boolean | undefined

function fmaRuns(): boolean {
  return (fmaIsThere ??= validatesFma())
}

function validatesFma(): boolean {
  const bytes = bytesOf('fma')
  if (WebAssembly.validate(bytes)) return true
  setFlagsFromString('--experimental-wasm-relaxed-simd')
  return WebAssembly.validate(bytes)
}
