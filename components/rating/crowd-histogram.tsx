// The crowd's ratings of a film, with the bar of my own stars lit as I give them.
'use client'
import { Histogram } from '../ui/histogram'
import { useStars } from './given-stars'

interface CrowdHistogramProps {
  movieId: number
  title: string
  counts: readonly number[]
  initialStars: number | null
}

export function CrowdHistogram({ movieId, title, counts, initialStars }: CrowdHistogramProps) {
  return <Histogram counts={counts} mine={useStars(movieId, initialStars)} label={`The crowd's ratings of ${title}`} />
}
