// Two answers to "what else?", side by side: what films are about, and how people rate.
import type { Recommendation } from '@/lib/schemas/recommendation'
import { RecommendationRow } from './recommendation-row'

export function SimilarRows({ byContent, byAudience }: { byContent: Recommendation; byAudience: Recommendation }) {
  return (
    <div className="grid-2">
      <RecommendationRow
        title="More like this"
        why="by what it is about"
        recommendation={byContent}
        columns={3}
        empty="We know too little about this film to say what is like it."
      />
      <RecommendationRow
        title="Its lovers also loved"
        why="by how people rate"
        recommendation={byAudience}
        columns={3}
        empty="Too few people have rated this film to say what else they love."
      />
    </div>
  )
}
