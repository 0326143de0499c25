// Writes a split and every judged list in the formats of other tools, so that anybody can check our figures.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { ObservedRanking } from '@/lib/recsys/evaluation/observe'
import type { Exam } from './evaluate-model'

const README = `run.txt    TREC run: user Q0 item rank score model. The score counts down from the length of the list, so that a tool
           which sorts by score keeps our order; the model's own scores are in scores.csv.
qrels.txt  TREC qrels: user 0 item 1, for every relevant held-out item of the users in run.txt.
scores.csv user,item,score as the model gave it.
train.csv, foldin.csv, heldout.csv  the split: user,item,rating. These three can be given back to
           marquee evaluate --train train.csv --foldin foldin.csv --heldout heldout.csv
           where nobody of fold-in is in train (protocol strong).
With several folds each has a folder of its own.
`

/** Collects the lists of one evaluation; `write` puts them into the folder. */
export class RankingExport {
  private readonly rounds: ObservedRanking[][] = []

  constructor(
    private readonly exam: Exam,
    private readonly model: string,
  ) {}

  readonly add = (ranking: ObservedRanking, round: number): void => {
    const list = this.rounds[round] ?? []
    list.push(ranking)
    this.rounds[round] = list
  }

  write(directory: string): void {
    mkdirSync(directory, { recursive: true })
    writeFileSync(path.join(directory, 'README.txt'), README)
    for (const [index, split] of this.exam.plan.splits.entries()) {
      const folder = this.exam.plan.splits.length > 1 ? path.join(directory, `fold-${index + 1}`) : directory
      mkdirSync(folder, { recursive: true })
      const rankings = this.rounds[index] ?? []
      writeLines(
        folder,
        'run.txt',
        rankings.flatMap((ranking) => this.runLines(ranking)),
      )
      writeLines(
        folder,
        'qrels.txt',
        rankings.flatMap((ranking) => this.qrelLines(ranking)),
      )
      writeLines(folder, 'scores.csv', ['user,item,score', ...rankings.flatMap((ranking) => this.scoreLines(ranking))])
      writeLines(folder, 'train.csv', this.ratingLines(split.train))
      writeLines(folder, 'foldin.csv', this.ratingLines(split.foldIn))
      writeLines(folder, 'heldout.csv', this.ratingLines(split.heldOut))
    }
  }

  private runLines({ userId, items }: ObservedRanking): string[] {
    const { userLabel, itemLabel, itemIds } = this.exam
    return Array.from(items, (item, i) =>
      [userLabel(userId), 'Q0', itemLabel(itemIds[item]), i + 1, items.length - i, this.model].map(trecField).join(' '),
    )
  }

  private qrelLines({ userId, relevant }: ObservedRanking): string[] {
    const { userLabel, itemLabel, itemIds } = this.exam
    return [...relevant].map((item) => [userLabel(userId), 0, itemLabel(itemIds[item]), 1].map(trecField).join(' '))
  }

  private scoreLines({ userId, items, scores }: ObservedRanking): string[] {
    const { userLabel, itemLabel, itemIds } = this.exam
    return Array.from(items, (item, i) => csvRow([userLabel(userId), itemLabel(itemIds[item]), scores[i]]))
  }

  private ratingLines(positions: Int32Array): string[] {
    const { userLabel, itemLabel, plan } = this.exam
    const { userId, movieId, halfStars } = plan.table
    const rows = Array.from(positions, (at) =>
      csvRow([userLabel(userId[at]), itemLabel(movieId[at]), halfStars[at] / 2]),
    )
    return ['user,item,rating', ...rows]
  }
}

function writeLines(folder: string, name: string, lines: string[]): void {
  writeFileSync(path.join(folder, name), lines.length > 0 ? `${lines.join('\n')}\n` : '')
}

/** Fields of TREC files are separated by white space. */
const trecField = (value: string | number) => String(value).replace(/\s+/g, '_')

const csvRow = (fields: (string | number)[]) =>
  fields
    .map((field) => (/[",\n]/.test(String(field)) ? `"${String(field).replaceAll('"', '""')}"` : String(field)))
    .join(',')
