// Types of kernels.mjs, which has to run before anything that understands types is installed.
export function kernelsAreStale(): boolean
/** Compiles unless what is there was made from exactly these sources; answers whether it compiled. */
export function ensureKernels(): Promise<boolean>
