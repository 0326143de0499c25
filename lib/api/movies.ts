// Movies: search, one movie, and what is like it.
import { z } from '@hono/zod-openapi'
import { movieDetailSchema, movieListItemSchema, moviePageSchema } from '@/lib/schemas/movie'
import { recommendationSchema, recommendedItemSchema } from '@/lib/schemas/recommendation'
import { requireMovie } from '@/lib/services/catalogue/get-movie'
import { recommendSimilar } from '@/lib/services/recommend/recommend-similar'
import { searchMovies } from '@/lib/services/catalogue/search-movies'
import { operation } from './admit'
import { answerRecommendation } from './answer-recommendation'
import { answerTagged, cacheable, notModified } from './cacheable'
import type { Api } from './context'
import { fieldsParam, pick, pickItems, sparse, sparseItems } from './fields'
import { cursorParam, filterParams, idParam, optionalInteger, kParam, limitParam, query, textParam } from './params'
import { findViewer } from './person'
import { checkAnswer, jsonContent, problems } from './responses'

const movieParams = z.object({ movieId: idParam('MovieLens movie id.', 1) })

const list = operation('read', {
  method: 'get',
  path: '/movies',
  tags: ['Movies'],
  summary: 'Search and browse',
  middleware: cacheable(),
  description: 'Best-known first; with `q` the best match first. The search forgives typos and missing accents.',
  request: {
    query: query({
      q: textParam(200, 'Words of a title, with or without typos.', 'amelie')
        .transform((text) => text.trim())
        .optional(),
      genre: textParam(40, 'Only films of this genre.', 'Comedy').optional(),
      decade: optionalInteger({
        min: 1870,
        max: 2100,
        description: 'Only films of these ten years.',
        example: 1990,
      }).refine((year) => year === undefined || year % 10 === 0, 'A decade is a year that ends in 0, e.g. 1990.'),
      minRatings: optionalInteger({
        min: 0,
        max: 10_000_000,
        description: 'Only films that the crowd rated this often.',
        example: 50,
      }),
      cursor: cursorParam('bzI0'),
      limit: limitParam,
      fields: fieldsParam(movieListItemSchema),
    }),
  },
  responses: {
    200: jsonContent(sparseItems(moviePageSchema, movieListItemSchema), 'One page of movies.'),
    ...notModified,
    ...problems('invalid'),
  },
})

const detail = operation('read', {
  method: 'get',
  path: '/movies/{movieId}',
  tags: ['Movies'],
  summary: 'One movie',
  middleware: cacheable(),
  request: { params: movieParams, query: query({ fields: fieldsParam(movieDetailSchema) }) },
  responses: {
    200: jsonContent(sparse(movieDetailSchema), 'All that is known of it.'),
    ...notModified,
    ...problems('not_found', 'invalid'),
  },
})

const similar = operation('read', {
  method: 'get',
  path: '/movies/{movieId}/similar',
  tags: ['Recommendations'],
  summary: 'Movies like this one',
  description: 'By what they are about (`content`) or by who loves them (`audience`), each with its reason.',
  request: {
    params: movieParams,
    query: query({
      method: z
        .enum(['content', 'audience'], 'Expected content or audience.')
        .default('content')
        .meta({ description: 'What makes two films alike.', examples: ['content'] }),
      k: kParam,
      ...filterParams,
      fields: fieldsParam(recommendedItemSchema),
    }),
  },
  responses: {
    200: jsonContent(sparseItems(recommendationSchema, recommendedItemSchema), 'Similar movies, most similar first.'),
    ...problems('not_found', 'invalid'),
  },
})

export function addMovieRoutes(api: Api): void {
  api.openapi(list, async (c) => {
    const { fields, ...wanted } = c.req.valid('query')
    const page = checkAnswer(moviePageSchema, await searchMovies(await c.var.getHost(), wanted))
    return answerTagged(c, pickItems(page, fields))
  })

  api.openapi(detail, async (c) => {
    const { movieId } = c.req.valid('param')
    const movie = checkAnswer(movieDetailSchema, await requireMovie(await c.var.getHost(), movieId))
    return answerTagged(c, pick(movie, c.req.valid('query').fields))
  })

  api.openapi(similar, async (c) => {
    const host = await c.var.getHost()
    const viewer = await findViewer(c, host)
    const { fields, ...wanted } = c.req.valid('query')
    const answer = await recommendSimilar(host, { ...c.req.valid('param'), ...wanted, viewer })
    return answerRecommendation(c, answer, fields)
  })
}
