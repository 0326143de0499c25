// Requests that no route takes: 404, 405 with what is allowed, and OPTIONS.
import { AppError } from '@/lib/errors/app-error'
import type { Api, ApiContext } from './context'
import { answerProblem, pathOf } from './problem'

interface KnownPath {
  pattern: RegExp
  methods: string[]
}

/** To be called when every route is there. */
export function answerUnmatched(root: Api): void {
  const known = knownPaths(root)
  root.notFound((c) => {
    const path = known.find(({ pattern }) => pattern.test(c.req.path))
    if (!path) {
      const where = 'GET /api/v1/openapi.json describes what there is.'
      return answerProblem(c, new AppError('not_found', `Nothing is at ${pathOf(c).slice(0, 200)}. ${where}`))
    }
    return answerOtherMethod(c, path.methods)
  })
}

function answerOtherMethod(c: ApiContext, methods: string[]): Response {
  const allow = methods.join(', ')
  c.header('Allow', allow)
  if (c.req.method === 'OPTIONS') return c.body(null, 204)
  return answerProblem(
    c,
    new AppError('method_not_allowed', `${c.req.method} is not possible here. Allowed: ${allow}. Nothing was changed.`),
  )
}

function knownPaths(root: Api): KnownPath[] {
  const methodsOf = new Map<string, Set<string>>()
  for (const definition of root.openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue
    const { path, method } = definition.route
    const methods = methodsOf.get(path) ?? new Set<string>()
    methods.add(method.toUpperCase())
    if (method === 'get') methods.add('HEAD')
    methodsOf.set(path, methods.add('OPTIONS'))
  }
  return Array.from(methodsOf, ([path, methods]) => ({
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
    methods: [...methods].sort(),
  }))
}
