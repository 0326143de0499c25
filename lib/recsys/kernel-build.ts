// Which kernels fit here, for the record of a measurement.
import { compileKernels, type KernelBuild } from '@/lib/math/kernels/build'

/** "fma" where the engine has relaxed SIMD, else "baseline"; figures may differ in their last digits between the two. */
export const kernelBuild = (): KernelBuild => compileKernels().build
