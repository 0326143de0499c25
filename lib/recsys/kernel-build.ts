// What a measurement says of the kernels: which build fits here, and how many threads they may have.
import { compileKernels, type KernelBuild } from '@/lib/math/kernels/build'
import { MAX_THREADS } from '@/lib/math/kernels/control'

export { MAX_THREADS }

/** "fma" where the engine has relaxed SIMD, else "baseline"; figures may differ in their last digits between the two. */
export const kernelBuild = (): KernelBuild => compileKernels().build
