// Processor seconds of this process and of the database server: what a busy machine does to the clock it does not do to them.
import { readFileSync } from 'node:fs'
import path from 'node:path'

const TICKS_A_SECOND = 100

export interface ProcessorTime {
  marquee: number
  /** Of all that the server has run and that has ended; null where there is no /proc. */
  postgres: number | null
}

export function readProcessorTime(serverFolder: string): ProcessorTime {
  const { user, system } = process.cpuUsage()
  return { marquee: (user + system) / 1e6, postgres: readServer(serverFolder) }
}

function readServer(folder: string): number | null {
  if (process.platform !== 'linux') return null
  const pid = readFileSync(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]
  // The name in brackets may hold blanks; cutime and cstime are the 14th and 15th fields after it.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[13]) + Number(fields[14])) / TICKS_A_SECOND
}
