// The top of an ordinary page.
import type { ReactNode } from 'react'

export function PageHead({ title, lead, children }: { title: string; lead?: ReactNode; children?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4 pt-10 pb-6">
      <div>
        <h1 className="page-title">{title}</h1>
        {lead !== undefined && <div className="lead mt-3">{lead}</div>}
      </div>
      {children}
    </div>
  )
}
