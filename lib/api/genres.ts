// The genres somebody may filter by.
import { genreListSchema, genreSchema } from '@/lib/schemas/catalogue'
import { listGenres } from '@/lib/services/catalogue/list-genres'
import { operation } from './admit'
import { answerTagged, cacheable, notModified } from './cacheable'
import type { Api } from './context'
import { fieldsParam, pickItems, sparseItems } from './fields'
import { query } from './params'
import { checkAnswer, jsonContent, problems } from './responses'

const list = operation('read', {
  method: 'get',
  path: '/genres',
  tags: ['Movies'],
  summary: 'The genres of the catalogue',
  middleware: cacheable(),
  request: { query: query({ fields: fieldsParam(genreSchema) }) },
  responses: {
    200: jsonContent(sparseItems(genreListSchema, genreSchema), 'Every genre, the one with most films first.'),
    ...notModified,
    ...problems('invalid'),
  },
})

export function addGenreRoutes(api: Api): void {
  api.openapi(list, async (c) => {
    const items = listGenres(await c.var.getHost())
    return answerTagged(c, pickItems(checkAnswer(genreListSchema, { items }), c.req.valid('query').fields))
  })
}
