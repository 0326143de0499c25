// The genres somebody may filter by.
import { genreListSchema } from '@/lib/schemas/catalogue'
import { listGenres } from '@/lib/services/list-genres'
import { operation } from './admit'
import { cacheable, notModified } from './cacheable'
import type { Api } from './context'
import { checkAnswer, jsonContent, problems } from './responses'

const list = operation('read', {
  method: 'get',
  path: '/genres',
  tags: ['Movies'],
  summary: 'The genres of the catalogue',
  middleware: cacheable(),
  responses: {
    200: jsonContent(genreListSchema, 'Every genre, the one with most films first.'),
    ...notModified,
    ...problems(),
  },
})

export function addGenreRoutes(api: Api): void {
  api.openapi(list, async (c) => {
    const items = listGenres(await c.var.getHost())
    return c.json(checkAnswer(genreListSchema, { items }), 200)
  })
}
