// One film of the bundled catalogue as its JSON describes it.
import { z } from 'zod'
import { GENRES } from '@/lib/schemas/movie'

const name = z.string().trim().min(1)

export const demoFilmSchema = z.object({
  id: z.number().int().min(1).max(2_147_483_647),
  title: name,
  alternativeTitles: z.array(name),
  year: z.number().int().min(1870).max(2100),
  genres: z.array(z.enum(GENRES)).min(1),
  /** ISO 3166-1 alpha-2. */
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)).min(1),
  /** ISO 639-1. */
  language: z.string().regex(/^[a-z]{2}$/),
  /** Minutes. */
  runtime: z.number().int().min(1).max(1000),
  directors: z.array(name).min(1),
  cast: z.array(name),
  keywords: z.array(name),
  overview: name,
})
export type DemoFilm = z.infer<typeof demoFilmSchema>
