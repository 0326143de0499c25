// What the frame of every page needs to know of the installation.
export interface ShellFacts {
  /** 0 while it is not known: the catalogue is still being loaded. */
  nMovies: number
  synthetic: boolean
  dataSet: string
  /** Origin of the image host, or null where posters are not to be fetched. */
  posterBase: string | null
}
