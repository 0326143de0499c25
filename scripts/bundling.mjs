// What esbuild is told for everything that Node runs.
import { readFileSync } from 'node:fs'

const { dependencies, devDependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

export const common = { bundle: true, format: 'esm', platform: 'node', target: 'node20', logLevel: 'warning' }

/**
 * For what only computes. Packages are read from node_modules, zod excepted: of its eighty files such a program needs the fifth part, which
 * saves it 10 MB and some 80 ms. Programs that also load @hono/zod-openapi must share one zod with it, so they do not.
 */
export const alone = {
  external: Object.keys({ ...dependencies, ...devDependencies }).filter((name) => name !== 'zod'),
}
