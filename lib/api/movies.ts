// Movies: search, one movie, and what is like it.
import { createRoute, z } from '@hono/zod-openapi'
import { movieDetailSchema, moviePageSchema } from '@/lib/schemas/movie'
import { recommendationSchema } from '@/lib/schemas/recommendation'
import { requireMovie } from '@/lib/services/get-movie'
import { recommendSimilar } from '@/lib/services/recommend-similar'
import { searchMovies } from '@/lib/services/search-movies'
import { answerRecommendation } from './answer-recommendation'
import { cacheable, notModified } from './cacheable'
import type { Api } from './context'
import { cursorParam, filterParams, idParam, optionalInteger, kParam, limitParam, query, textParam } from './params'
import { findViewer } from './person'
import { checkAnswer, jsonContent, problems } from './responses'

const movieParams = z.object({ movieId: idParam('MovieLens movie id.', 1) })

const list = createRoute({
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
      cursor: cursorParam,
      limit: limitParam,
    }),
  },
  responses: { 200: jsonContent(moviePageSchema, 'One page of movies.'), ...notModified, ...problems('invalid') },
})

const detail = createRoute({
  method: 'get',
  path: '/movies/{movieId}',
  tags: ['Movies'],
  summary: 'One movie',
  middleware: cacheable(),
  request: { params: movieParams },
  responses: {
    200: jsonContent(movieDetailSchema, 'All that is known of it.'),
    ...notModified,
    ...problems('not_found', 'invalid'),
  },
})

const similar = createRoute({
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
    }),
  },
  responses: {
    200: jsonContent(recommendationSchema, 'Similar movies, most similar first.'),
    ...problems('not_found', 'invalid'),
  },
})

export function addMovieRoutes(api: Api): void {
  api.openapi(list, async (c) => {
    const page = checkAnswer(moviePageSchema, await searchMovies(await c.var.getHost(), c.req.valid('query')))
    return c.json(page, 200)
  })

  api.openapi(detail, async (c) => {
    const { movieId } = c.req.valid('param')
    const movie = checkAnswer(movieDetailSchema, await requireMovie(await c.var.getHost(), movieId))
    return c.json(movie, 200)
  })

  api.openapi(similar, async (c) => {
    const host = await c.var.getHost()
    const viewer = await findViewer(c, host)
    const answer = await recommendSimilar(host, { ...c.req.valid('param'), ...c.req.valid('query'), viewer })
    return answerRecommendation(c, answer)
  })
}
