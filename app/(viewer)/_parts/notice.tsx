// A line that says what a page left out of its address, and why.
export function Notice({ lines }: { lines: readonly string[] }) {
  if (!lines.length) return null
  return (
    <div role="status" className="panel mb-6 px-4 py-3 text-sm text-muted">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  )
}
