// What was recommended, judged and rated: over time, by method, by verdict; charts with their tables.
import type { ReactNode } from 'react'
import { BarChart } from '@/components/charts/bar-chart'
import { TimeSeriesChart } from '@/components/charts/time-series-chart'
import { ButtonLink } from '@/components/ui/button'
import { DataTable } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { SectionHead } from '@/components/ui/section-head'
import type { DayCount, EngagementSummary } from '@/lib/schemas/studio'

const isQuiet = (...series: DayCount[][]) => series.every((points) => points.every(({ count }) => count === 0))

export function Activity({ engagement }: { engagement: EngagementSummary }) {
  return (
    <>
      <OverTime perDay={engagement.perDay} />
      <ByMethod recommendations={engagement.recommendationsByMethod} />
      <ByVerdict feedback={engagement.feedbackByMethod} />
    </>
  )
}

function Section({ id, title, why, children }: { id: string; title: string; why: string; children: ReactNode }) {
  return (
    <section className="row" aria-labelledby={id}>
      <SectionHead id={id} title={title} why={why} />
      {children}
    </section>
  )
}

function OverTime({ perDay }: { perDay: EngagementSummary['perDay'] }) {
  const { ratings, recommendations, feedback } = perDay
  return (
    <Section id="over-time" title="Over time" why={`the last ${recommendations.length} days, in UTC`}>
      <div className="grid-2 gap-y-6">
        {isQuiet(recommendations) ? (
          <EmptyState
            title="No recommendations in this time"
            action={<ButtonLink href="/">Open the front page</ButtonLink>}
          >
            Every page that recommends something is counted here.
          </EmptyState>
        ) : (
          <TimeSeriesChart
            title="Recommendations per day"
            unit="answered requests"
            series={[{ name: 'Recommendations', points: recommendations }]}
          />
        )}
        {isQuiet(ratings, feedback) ? (
          <EmptyState
            title="No ratings or feedback in this time"
            action={<ButtonLink href="/rate">Rate films</ButtonLink>}
          >
            Stars and thumbs that people give here are counted, those of the crowd are not.
          </EmptyState>
        ) : (
          <TimeSeriesChart
            title="Ratings and feedback per day"
            unit="given by people"
            series={[
              { name: 'Ratings', points: ratings },
              { name: 'Feedback', points: feedback },
            ]}
          />
        )}
      </div>
    </Section>
  )
}

function ByMethod({ recommendations }: { recommendations: EngagementSummary['recommendationsByMethod'] }) {
  return (
    <Section id="by-method" title="Recommendations by method" why="answered requests, and the films in them">
      {recommendations.length === 0 ? (
        <EmptyState
          title="Nothing has been recommended yet"
          action={<ButtonLink href="/">Open the front page</ButtonLink>}
        />
      ) : (
        <div className="grid-2 items-start gap-y-6">
          <BarChart
            title="Requests by method"
            unit="answered requests"
            categories={recommendations.map(({ method }) => method)}
            series={[{ name: 'Requests', values: recommendations.map(({ requests }) => requests) }]}
          />
          <DataTable
            caption="Requests and films shown"
            head={['Method', 'Requests', 'Films shown', 'Films per request']}
            rows={recommendations.map(({ method, requests, items }) => [
              method,
              requests,
              items,
              requests > 0 ? (items / requests).toFixed(1) : '–',
            ])}
          />
        </div>
      )}
    </Section>
  )
}

function ByVerdict({ feedback }: { feedback: EngagementSummary['feedbackByMethod'] }) {
  return (
    <Section id="by-verdict" title="Feedback by method and verdict" why="what people said of what was shown">
      {feedback.length === 0 ? (
        <EmptyState title="No feedback yet" action={<ButtonLink href="/">Open the front page</ButtonLink>}>
          A thumb up or down, “not interested” and “seen” under any recommended film end up here.
        </EmptyState>
      ) : (
        <div className="grid-2 items-start gap-y-6">
          <BarChart
            title="Feedback by method"
            unit="verdicts"
            stacked
            categories={feedback.map(({ method }) => method)}
            series={[
              { name: 'Thumbs up', values: feedback.map(({ up }) => up) },
              { name: 'Thumbs down', values: feedback.map(({ down }) => down) },
              { name: 'Not interested', values: feedback.map(({ notInterested }) => notInterested) },
              { name: 'Seen', values: feedback.map(({ seen }) => seen) },
            ]}
          />
          <DataTable
            caption="Verdicts"
            head={['Method', 'Thumbs up', 'Thumbs down', 'Not interested', 'Seen', 'Up of all thumbs']}
            rows={feedback.map(({ method, up, down, notInterested, seen }) => [
              method,
              up,
              down,
              notInterested,
              seen,
              up + down > 0 ? `${Math.round((100 * up) / (up + down))}%` : '–',
            ])}
          />
        </div>
      )}
    </Section>
  )
}
