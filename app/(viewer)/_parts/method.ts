// Which method a page uses: the one its address names, else the champion.
import { AppError } from '@/lib/errors/app-error'
import type { MethodInfo } from '@/lib/schemas/recommendation'

/** What differs where a method is offered for somebody else's ratings. */
const OF_THEM: Partial<Record<string, Pick<MethodInfo, 'label' | 'description'>>> = {
  'user-knn': {
    label: 'People like them',
    description: 'What the people whose ratings are most like theirs loved.',
  },
  content: {
    label: 'By content',
    description: 'Films with the same themes, words and people as the ones they rated highly.',
  },
}

/** The methods, told of another user instead of you. */
export const tellOfThem = (methods: readonly MethodInfo[]): MethodInfo[] =>
  methods.map((method) => ({ ...method, ...OF_THEM[method.name] }))

export interface ChosenMethod {
  method: string
  /** What to tell the viewer when the address named something else. */
  notices: string[]
}

/** @throws AppError('not_ready') while no method is. */
export function chooseMethod(methods: readonly MethodInfo[], asked: string | undefined): ChosenMethod {
  const ready = methods.filter((method) => method.ready)
  if (ready.length === 0) throw new AppError('not_ready', 'The models are still being prepared.')
  const chosen = ready.find((method) => method.name === asked)
  if (chosen) return { method: chosen.name, notices: [] }
  const fallback = ready.find((method) => method.champion) ?? ready[0]
  return { method: fallback.name, notices: asked ? [explain(methods, asked, fallback)] : [] }
}

function explain(methods: readonly MethodInfo[], asked: string, fallback: MethodInfo): string {
  const known = methods.find((method) => method.name === asked)
  if (known) return `“${known.label}” is still being trained, so “${fallback.label}” is used until then.`
  const given = asked.length > 40 ? `${asked.slice(0, 40)}…` : asked
  const names = methods.map(({ name }) => name).join(', ')
  return `There is no method “${given}” (there are ${names}), so “${fallback.label}” is used.`
}
