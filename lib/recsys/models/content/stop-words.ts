// English words that say nothing about a film, folded and in lower case, without apostrophes.

const grammar = `
a about above after again against all also although always am among amid an and another any anyone anything are around as
at away back be became because become becomes becoming been before begin begins being below between both but by came can
cannot come comes could day days did do does doing done dont down during each either else end ends enough even ever every
everyone everything few find finding finds for former found from get gets getting give given gives go goes going gone
got had has have having he her here hers herself him himself his how however if in instead into is it its itself just keep
keeps know known knows last later latter least let lets like made make makes making many may me meanwhile meet meets might more
most much must my myself never new next no nobody none nor not nothing now of off often old on once one only onto or
other others our ours ourselves out over own part perhaps put quite rather really same second see seem seems sees set
several she should since so some somehow someone something soon still such take taken takes taking tell tells than that the
their theirs them themselves then there these they thing things third this those though three through throughout thus
time times to together too took toward towards tries try trying turn turned turns two under unless until up upon us use
used uses using very want wants was way ways we well went were what whatever when where whether which while who whoever whole
whom whose why will with within without work works would year years yet you young your yours yourself
cant couldnt didnt doesnt hadnt hasnt havent hell hes id ill im isnt ive shes shouldnt thats theres theyre theyve wasnt werent
whats wont wouldnt youre youve first four five six ten hundred man men woman women people life lives live living
big good great little long real best better bad mr mrs ms dr st jr vs`

/** What plot summaries say of themselves. */
const filmTalk = `
film films movie movies story stories tale tales plot based director directed stars starring featuring follow follows following
focuses tells set documentary feature short series sequel character characters screen cinema adaptation novel true
name named called help helps start starts leave leaves left lead leads bring brings face faces discover discovers decide decides
learn learns force forced forces fall falls run runs look looks return returns arrive arrives involve involved involving`

export const STOP_WORDS: ReadonlySet<string> = new Set(`${grammar} ${filmTalk}`.trim().split(/\s+/))

/** Tags and keywords by which people keep house, or note how a film was made, rather than say what it is about; folded. */
export const HOUSEKEEPING_TAGS: ReadonlySet<string> = new Set([
  'dvd',
  'dvds',
  'dvd video',
  'dvd ram',
  'clv',
  'vhs',
  'blu ray',
  'bluray',
  'tumey s dvds',
  'in netflix queue',
  'netflix streaming',
  'netflix',
  'own',
  'owned',
  'seen',
  'seen more than once',
  'seen at the cinema',
  'to see',
  'to watch',
  'watched',
  'watchlist',
  'want to see',
  'library',
  'my movies',
  'movie to see',
  'can t remember',
  'not seen',
  'toplist',
  'aftercreditsstinger',
  'duringcreditsstinger',
  'imdb top 250',
  'afi 100',
  'woman director',
  'based on novel or book',
  'based on novel',
  'based on a book',
  'adapted from book',
  'library vhs',
  'erlend s dvds',
])
