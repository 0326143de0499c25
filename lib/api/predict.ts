// Predicted stars: what a profile would give to some movies.
import { predictionInputSchema, predictionSchema } from '@/lib/schemas/prediction'
import { predictStars } from '@/lib/services/recommend/predict-stars'
import { operation } from './admit'
import { requireJsonBody } from './body'
import type { Api } from './context'
import { checkAnswer, jsonBody, jsonContent, problems } from './responses'

const predict = operation('read', {
  method: 'post',
  path: '/predict',
  tags: ['Recommendations'],
  summary: 'How many stars somebody would give',
  description:
    'For a user of the data set (`userId`) or for ratings of your own (`ratings`), by a method that really predicts ' +
    'stars. `stars` is null where it has too little to go by. Nothing is stored.',
  middleware: requireJsonBody,
  request: { body: jsonBody(predictionInputSchema) },
  responses: {
    200: jsonContent(predictionSchema, 'One prediction for each movie, in the order asked.'),
    ...problems(
      'bad_request',
      'forbidden_origin',
      'not_found',
      'payload_too_large',
      'unsupported_media_type',
      'invalid',
    ),
  },
})

export function addPredictRoutes(api: Api): void {
  api.openapi(predict, async (c) => {
    const answer = predictStars(await c.var.getHost(), c.req.valid('json'))
    return c.json(checkAnswer(predictionSchema, answer), 200)
  })
}
