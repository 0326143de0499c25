// The typefaces, served by ourselves: text, display, and the display of dramas and romances.
// Next reads these calls without running them, so that every value must be written out. How the files were made: app/typefaces/README.md.
import localFont from 'next/font/local'

const geist = localFont({
  src: './typefaces/geist.woff2',
  weight: '400 700',
  variable: '--face-geist',
  declarations: [
    {
      prop: 'unicode-range',
      value:
        'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215',
    },
  ],
})

// Two cuts instead of the whole variable face; the weight chooses between them.
const bricolage = localFont({
  src: [
    { path: './typefaces/bricolage-heading.woff2', weight: '700', style: 'normal' },
    { path: './typefaces/bricolage-board.woff2', weight: '800', style: 'normal' },
  ],
  variable: '--face-bricolage',
  declarations: [
    {
      prop: 'unicode-range',
      value:
        'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215',
    },
  ],
})

const instrument = localFont({
  src: [
    {
      path: '../node_modules/@fontsource/instrument-serif/files/instrument-serif-latin-400-normal.woff2',
      style: 'normal',
    },
    {
      path: '../node_modules/@fontsource/instrument-serif/files/instrument-serif-latin-400-italic.woff2',
      style: 'italic',
    },
  ],
  weight: '400',
  variable: '--face-instrument',
  adjustFontFallback: 'Times New Roman',
  preload: false,
  declarations: [
    {
      prop: 'unicode-range',
      value:
        'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215',
    },
  ],
})

export const fontClasses = `${geist.variable} ${bricolage.variable} ${instrument.variable}`
