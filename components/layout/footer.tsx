// Who made what is shown here, and the doors behind the house.
import { dataSetWords } from '../shared/words'
import type { ShellFacts } from './shell-facts'
import { Link } from '../ui/link'

/** Answered by the API, not a page of Next: a plain link. */
const API_DOCS = '/docs'

export function Footer({ synthetic, dataSet }: Pick<ShellFacts, 'synthetic' | 'dataSet'>) {
  return (
    <footer className="foot">
      <div className="wrap columns">
        <div className="grid max-w-[84ch] gap-2 text-pretty">
          {synthetic ? (
            <p>
              The audience of this demo catalogue is <b className="text-text">synthetic</b>: its people and their
              ratings were made by a program. The films are real.
            </p>
          ) : (
            <p>
              The crowd’s ratings are from{' '}
              <a href="https://grouplens.org/datasets/movielens/">{dataSetWords(dataSet)}</a> by GroupLens Research at
              the University of Minnesota.
            </p>
          )}
          <p className="flex items-center gap-3">
            <a href="https://www.themoviedb.org/" className="shrink-0">
              <img src="/tmdb-logo.svg" alt="The Movie Database (TMDB)" width={36} height={36} loading="lazy" />
            </a>
            <span>
              This product uses the TMDB API but is not endorsed or certified by TMDB. Film posters come from{' '}
              <a href="https://www.themoviedb.org/">TMDB</a>.
            </span>
          </p>
        </div>
        <nav aria-label="More">
          <ul className="flex gap-6 md:flex-col md:gap-1">
            <li>
              <Link href="/studio">Studio</Link>
            </li>
            <li>
              <a href={API_DOCS}>API</a>
            </li>
          </ul>
        </nav>
      </div>
    </footer>
  )
}
