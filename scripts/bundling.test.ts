// What is bundled to stand alone stays small: that is why it is bundled so.
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { alone, common } from './bundling.mjs'

test('a training thread loads nothing but itself and Node, and of zod the part that it needs', async () => {
  const entryPoints = ['lib/services/training/thread.ts']
  const { metafile } = await build({ ...common, ...alone, entryPoints, write: false, metafile: true, outdir: 'unused' })
  const [bundled] = Object.values(metafile.outputs)
  expect(bundled.imports.filter(({ path }) => !path.startsWith('node:'))).toEqual([])
  const languages = Object.entries(bundled.inputs).filter(([file, { bytesInOutput }]) => {
    return file.includes('/zod/v4/locales/') && bytesInOutput > 0
  })
  expect(languages.map(([file]) => file).filter((file) => !file.endsWith('/en.js'))).toEqual([])
})
