// The ten best of a catalogue for many people: our kernels beside implicit's top-k and numpy.
import { FactorCatalogue } from '@/lib/math/kernels/catalogue'
import { withKernels } from '@/lib/math/kernels/pool'
import { createRandom } from '@/lib/math/random'
import type { Comparison, Measured } from './framework/comparison'

const ITEMS = 60_000
const FACTORS = 64
const PERSONS = 8_192
const N = 10

/** On one thread, whatever the others use: the figure is per core. */
function rankEverybody(): Measured {
  const { normal } = createRandom(1)
  const draw = (length: number) => Float32Array.from({ length }, normal)
  return withKernels({ threads: 1 }, (kernels) => {
    const catalogue = new FactorCatalogue(kernels, draw(ITEMS * FACTORS), FACTORS, new Uint8Array(ITEMS).fill(1))
    const tastes = kernels.copy(draw(PERSONS * FACTORS))
    const rated = { indptr: kernels.allocate(Uint32Array, PERSONS + 1), indices: kernels.allocate(Int32Array, 0) }
    const start = performance.now()
    catalogue.best({ tastes, rated, n: N })
    const seconds = (performance.now() - start) / 1000
    const singly = performance.now()
    for (let person = 0; person < 100; person++)
      catalogue.score(tastes.subarray(person * FACTORS, (person + 1) * FACTORS))
    return { personsPerSecond: PERSONS / seconds, oneTasteMs: (performance.now() - singly) / 100 }
  })
}

const comparisonOf = (name: string, title: string, how: string): Comparison => ({
  name,
  title: `top ${N} of ${ITEMS} items × ${FACTORS} factors on one thread, beside ${title}`,
  data: 'none',
  requires: ['numpy', 'implicit', 'threadpoolctl'],
  figures: { personsPerSecond: { kind: 'rate' }, oneTasteMs: { kind: 'quality' } },
  ours: rankEverybody,
  theirs: { script: 'top_n.py', args: [how, String(ITEMS), String(FACTORS), String(PERSONS), String(N)] },
})

export const comparisons: Comparison[] = [
  comparisonOf('top-n-implicit', "implicit's topk", 'implicit'),
  comparisonOf('top-n-numpy', 'numpy (product of matrices, argpartition)', 'numpy'),
]
