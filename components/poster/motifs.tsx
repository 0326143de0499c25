// The shapes behind a poster's title, on a 200 × 300 field: drawn with attributes and classes, as the content security policy asks.
import type { ReactNode } from 'react'

export type MotifName =
  | 'disc'
  | 'bars'
  | 'rings'
  | 'slope'
  | 'dots'
  | 'wave'
  | 'rays'
  | 'columns'
  | 'sunset'
  | 'hills'
  | 'moon'
  | 'eye'
  | 'doorway'
  | 'teeth'
  | 'blinds'
  | 'beam'
  | 'skyline'
  | 'split'
  | 'frames'
  | 'arches'
  | 'petals'
  | 'orbit'
  | 'chevrons'
  | 'overlap'

type Motif = (h: number) => ReactNode

const range = (n: number) => Array.from({ length: n }, (_, index) => index)
const round = (value: number) => Math.round(value * 10) / 10
const polar = (cx: number, cy: number, radius: number, angle: number) =>
  `${round(cx + radius * Math.cos(angle))} ${round(cy + radius * Math.sin(angle))}`

/** Wedges that meet in (cx, cy). */
function wedges(cx: number, cy: number, n: number, turn: number, share: number) {
  const step = (2 * Math.PI) / n
  const wedge = (i: number) =>
    `M${cx} ${cy}L${polar(cx, cy, 330, i * step + turn)} ${polar(cx, cy, 330, (i + share) * step + turn)}Z`
  return range(n).map(wedge).join('')
}

/** Dots in five sizes, one path each: a zero-length line with a round cap is a dot. */
function halftone(h: number) {
  const paths = range(5).map(() => '')
  for (const y of range(11))
    for (const x of range(7)) {
      const strength = Math.abs(Math.sin((x + y + (h % 7)) / 2.6))
      paths[Math.min(4, Math.floor(strength * 5))] += `M${16 + x * 28} ${18 + y * 22}h0`
    }
  return paths.map((d, size) => (
    <path key={size} d={d} fill="none" stroke="currentColor" strokeLinecap="round" strokeWidth={4 + size * 4.2} />
  ))
}

function skyline(h: number) {
  const steps = range(7).map((i) => {
    const height = 96 + ((h * (i + 3) * 7) % 92)
    return `V${height}H${Math.round(((i + 1) * 200) / 7)}`
  })
  return `M0 300${steps.join('')}V300Z`
}

export const MOTIFS: Record<MotifName, Motif> = {
  disc: (h) => <circle cx={56 + (h % 88)} cy={86 + (h % 40)} r={54 + (h % 26)} />,
  bars: (h) => (
    <path
      d={range(9)
        .map((i) => `M0 ${14 + (h % 9) + i * 19}h200v${round(2 + i * 1.7)}h-200z`)
        .join('')}
    />
  ),
  rings: (h) => (
    <g fill="none" stroke="currentColor">
      {range(6).map((i) => (
        <circle key={i} cx={80 + (h % 40)} cy="104" r={14 + i * 17} strokeWidth={round(7.5 - i * 0.8)} />
      ))}
    </g>
  ),
  slope: (h) => <path d={`M0 ${178 - (h % 50)}L200 ${44 + (h % 70)}V0H0Z`} />,
  dots: halftone,
  wave: (h) => (
    <>
      <path d={`M0 160Q50 ${82 + (h % 40)} 100 140T200 112V0H0Z`} />
      <circle className="ink" cx={50 + (h % 100)} cy="50" r="21" />
    </>
  ),
  rays: (h) => <path d={wedges(70 + (h % 60), 112, 11, h % 3, 0.48)} />,
  columns: (h) => (
    <>
      <path d={`M${22 + (h % 30)} 30h58v150h-58z`} />
      <path d={`M${100 + (h % 20)} 70h58v150h-58z`} opacity=".55" />
    </>
  ),
  sunset: (h) => (
    <>
      <path d={`M${20 + (h % 20)} 140a70 70 0 0 1 140 0z`} />
      <path d="M0 146h200v5H0zM0 157h200v4H0zM0 168h200v3H0zM0 179h200v2H0z" />
    </>
  ),
  hills: (h) => (
    <>
      <circle className="ink" cx={40 + (h % 120)} cy="58" r="24" />
      <path d={`M0 ${120 + (h % 30)}Q60 70 120 130T240 110V300H0Z`} opacity=".55" />
      <path d={`M-20 176Q${60 + (h % 60)} 96 ${150 + (h % 30)} 164T260 150V300H-20Z`} />
    </>
  ),
  moon: (h) => <path d={`M${128 + (h % 24)} 40a62 62 0 1 0 24 96a72 72 0 0 1 -24 -96z`} />,
  eye: (h) => (
    <>
      <path d={`M8 104Q100 ${h % 20} 192 104Q100 ${208 - (h % 20)} 8 104Z`} />
      <circle className="ground" cx={88 + (h % 24)} cy="104" r="34" />
      <circle className="ink" cx={88 + (h % 24)} cy="104" r="14" />
    </>
  ),
  doorway: (h) => (
    <>
      <path d={`M${62 + (h % 20)} 40h70v190h-70z`} />
      <path d={`M${132 + (h % 20)} 40l34 -16v222l-34 -16z`} opacity=".5" />
    </>
  ),
  teeth: (h) => (
    <path
      d={`M0 0H200V${70 + (h % 30)}${range(8)
        .map((i) => `L${187.5 - i * 25} ${i % 2 ? 84 : 150 + ((h * (i + 2)) % 40)}`)
        .join('')}L0 ${80 + (h % 40)}Z`}
    />
  ),
  blinds: (h) => (
    <path
      d={range(10)
        .map((i) => `M0 ${round(20 + i * 20)}L200 ${round(i * 20 - 14 - (h % 14))}v9L0 ${round(29 + i * 20)}Z`)
        .join('')}
    />
  ),
  beam: (h) => (
    <>
      <path d={`M${150 + (h % 40)} -10L-30 ${150 + (h % 40)}L90 300L${170 + (h % 40)} -10Z`} opacity=".9" />
      <circle className="ink" cx={160 + (h % 34)} cy="6" r="16" />
    </>
  ),
  skyline: (h) => (
    <>
      <circle className="ink" cx={40 + (h % 120)} cy="52" r="19" />
      <path d={skyline(h)} />
    </>
  ),
  split: (h) => <path d={`M${76 + (h % 48)} 0H200V300H${76 + (h % 48)}Z`} />,
  frames: (h) => (
    <g fill="none" stroke="currentColor" strokeWidth="5">
      {range(5).map((i) => (
        <path
          key={i}
          d={`M${18 + i * 17} ${18 + i * 17 + (h % 12)}h${164 - i * 34}v${176 - i * 34}h-${164 - i * 34}z`}
        />
      ))}
    </g>
  ),
  arches: (h) => (
    <g fill="none" stroke="currentColor" strokeWidth="11">
      {range(5).map((i) => (
        <path
          key={i}
          d={`M${14 + i * 20} 300V${112 + (h % 14)}a${86 - i * 20} ${86 - i * 20} 0 0 1 ${172 - i * 40} 0V300`}
        />
      ))}
    </g>
  ),
  petals: (h) => (
    <g>
      {range(8).map((i) => (
        <ellipse
          key={i}
          cx="100"
          cy="52"
          rx="21"
          ry="50"
          opacity={i % 2 ? '.62' : '1'}
          transform={`rotate(${i * 45 + (h % 45)} 100 106)`}
        />
      ))}
      <circle className="ink" cx="100" cy="106" r="14" />
    </g>
  ),
  orbit: (h) => (
    <>
      <circle cx="100" cy="104" r="44" />
      <g fill="none" stroke="currentColor" strokeWidth="4" transform={`rotate(${-36 + (h % 50)} 100 104)`}>
        <ellipse cx="100" cy="104" rx="96" ry="26" />
        <ellipse cx="100" cy="104" rx="118" ry="40" opacity=".5" />
      </g>
      <circle className="ink" cx={36 + (h % 20)} cy={60 + (h % 20)} r="9" />
    </>
  ),
  chevrons: (h) => (
    <path
      d={range(5)
        .map(
          (i) =>
            `M0 ${20 + i * 38 + (h % 14)}L100 ${-26 + i * 38 + (h % 14)}L200 ${20 + i * 38 + (h % 14)}v${18 - i * 2.5}L100 ${-8 - i * 2.5 + i * 38 + (h % 14)}L0 ${38 - i * 2.5 + i * 38 + (h % 14)}Z`,
        )
        .join('')}
    />
  ),
  overlap: (h) => (
    <>
      <circle cx={70 + (h % 14)} cy={84 + (h % 20)} r="56" opacity=".8" />
      <circle cx={128 - (h % 14)} cy={128 - (h % 20)} r="56" opacity=".55" />
    </>
  ),
}

/** These fill the whole field and always fade towards the title. */
export const BUSY: ReadonlySet<MotifName> = new Set([
  'rings',
  'dots',
  'rays',
  'columns',
  'bars',
  'blinds',
  'arches',
  'chevrons',
  'frames',
  'doorway',
  'split',
  'beam',
])
