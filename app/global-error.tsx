// The last resort: the frame itself failed, so this brings its own document, in the system's typeface: to name ours here
// would send every page a script that names them.
'use client'
import './globals.css'

export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Marquee could not start this page</title>
        <main className="wrap py-20">
          <h1 className="page-title">The lights went out</h1>
          <p className="lead mt-4 mb-8">
            Marquee could not show anything at all. Your ratings are safe.
            {error.digest && ` The log has it under ${error.digest}.`}
          </p>
          <button type="button" className="btn btn-primary" onClick={reset}>
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}
