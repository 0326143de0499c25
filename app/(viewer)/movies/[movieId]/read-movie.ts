// The film of this address, read once per request although its layout, its title and its page all ask for it.
import { cache } from 'react'
import { movieIdSchema, type MovieDetail } from '@/lib/schemas/movie'
import { requireMovie } from '@/lib/services/catalogue/get-movie'
import { requireViewer } from '@/app/viewer'
import { requireId } from '../../_parts/route-params'
import { ifReady } from '../../_parts/when-ready'

/** Undefined while nothing can be read yet; a film that does not exist gets the 404. */
export const readMovie = cache((rawId: string): Promise<MovieDetail | undefined> => {
  const movieId = requireId(rawId, movieIdSchema)
  return ifReady(async () => requireMovie((await requireViewer()).host, movieId))
})
