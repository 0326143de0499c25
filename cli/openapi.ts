// marquee openapi: the document of the HTTP API.
import { declare, outputOf, type CommonOptions } from './command'

export const openapiCommand = () =>
  declare('openapi', 'the OpenAPI 3.1 document of the HTTP API, as JSON', ['marquee openapi > openapi.json']).action(
    async (options: CommonOptions) => {
      // Only this command needs it, and it takes longer to load than all the rest.
      const { createApi } = await import('@/lib/api/app')
      const answer = await createApi().request('/api/v1/openapi.json')
      const document: unknown = await answer.json()
      outputOf({ ...options, json: true }).data(document, () => '')
    },
  )
