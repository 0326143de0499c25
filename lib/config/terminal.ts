// What a command must know of the terminal it was typed in.
export interface Terminal {
  /** Paths on the command line are meant from here; npm runs scripts elsewhere. */
  folder: string
  /** https://no-color.org */
  colour: boolean
  /** Whether somebody watches, so that progress is worth drawing. */
  watched: boolean
}

export function readTerminal(): Terminal {
  const { NO_COLOR, INIT_CWD, TERM } = process.env
  return {
    folder: INIT_CWD || process.cwd(),
    colour: !NO_COLOR && TERM !== 'dumb' && process.stdout.isTTY === true,
    watched: process.stderr.isTTY === true && TERM !== 'dumb',
  }
}
