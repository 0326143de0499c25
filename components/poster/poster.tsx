// A film's poster: always drawn from title, year and genre, with the photographed one over it where there is one.
'use client'
import type { MovieCard } from '@/lib/schemas/movie'
import { fitTitle } from './fit-title'
import { findGenreLook, makeChooser } from './genre-look'
import { BUSY, MOTIFS } from './motifs'
import { PosterImage, type PosterSize } from './poster-image'

interface PosterProps {
  movie: MovieCard
  size?: PosterSize
  /** For what is seen first: loads at once and does not fade in. */
  priority?: boolean
  /** When the title stands beside it, or the link around it is named. */
  decorative?: boolean
}

export function Poster({ movie, size = 'card', priority = false, decorative = false }: PosterProps) {
  const look = findGenreLook(movie.genres)
  const choose = makeChooser(`${movie.title}${movie.year ?? ''}`)
  const face = look.faces[choose(look.faces.length)]
  const motif = look.motifs[choose(look.motifs.length)]
  const palette = choose(look.variants)
  const onTop = choose(3) === 0 && motif !== 'split'
  const variation = choose(97)
  const label = movie.year === null ? movie.title : `${movie.title}, ${movie.year}`
  const classes = [
    'poster',
    `poster-${size}`,
    `pal-${look.slug}-${palette}`,
    `face-${face}`,
    onTop ? 'title-on-top' : '',
  ]
  return (
    <div
      className={classes.filter(Boolean).join(' ')}
      {...(decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <svg
        className={BUSY.has(motif) ? 'motif busy' : 'motif'}
        viewBox="0 0 200 300"
        preserveAspectRatio="xMidYMid slice"
        aria-hidden="true"
        focusable="false"
      >
        {onTop ? <g transform="rotate(180 100 150)">{MOTIFS[motif](variation)}</g> : MOTIFS[motif](variation)}
      </svg>
      <div className="imprint" aria-hidden="true">
        <div className={`poster-title fs-${fitTitle(movie.title, face)}`} dir="auto">
          {movie.title}
        </div>
        {size !== 'mini' && (
          <div className="poster-foot">
            <span>{movie.year}</span>
            <span>{look.label}</span>
          </div>
        )}
      </div>
      {movie.posterPath !== null && (
        <PosterImage key={movie.posterPath} path={movie.posterPath} size={size} priority={priority} />
      )}
    </div>
  )
}
