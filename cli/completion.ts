// marquee completion: what a shell needs to complete commands and options, made from the commands themselves.
import { Argument, type Command } from 'commander'
import { declare, outputOf, type CommonOptions } from './command'

const SHELLS = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof SHELLS)[number]

export const completionCommand = () =>
  declare('completion', 'a completion script for your shell', [
    'marquee completion bash > ~/.local/share/bash-completion/completions/marquee',
    'marquee completion zsh > "${fpath[1]}/_marquee"',
    'marquee completion fish > ~/.config/fish/completions/marquee.fish',
  ])
    .addArgument(new Argument('<shell>', 'for which shell').choices(SHELLS))
    .action((shell: Shell, options: CommonOptions, command: Command) => {
      if (!command.parent) return
      const script = scripts[shell](wordsOf(command.parent))
      outputOf(options).data({ shell, script }, () => script.trimEnd())
    })

interface Words {
  /** The words of the command, e.g. "db backup"; empty for the program itself. */
  path: string
  about: string
  commands: { name: string; about: string }[]
  options: { flag: string; about: string }[]
  choices: string[]
}

function wordsOf(command: Command, path: string[] = []): Words[] {
  const own: Words = {
    path: path.join(' '),
    about: command.description(),
    commands: command.commands.map((sub) => ({ name: sub.name(), about: sub.description() })),
    options: [
      ...command.options.map(({ long, short, description }) => ({ flag: long ?? short ?? '', about: description })),
      { flag: '--help', about: 'how it is used' },
    ],
    choices: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
  }
  return [own, ...command.commands.flatMap((sub) => wordsOf(sub, [...path, sub.name()]))]
}

const completionsOf = ({ commands, options, choices }: Words) =>
  [...commands.map(({ name }) => name), ...choices, ...options.map(({ flag }) => flag)].join(' ')

/** The longest known command among the words before the cursor decides. */
const bashCases = (words: Words[]) =>
  words.map((entry) => `    '${entry.path}') echo '${completionsOf(entry)}' ;;`).join('\n')

const bash = (words: Words[]) => `# bash completion for marquee
_marquee_words() {
  case "$1" in
${bashCases(words)}
  esac
}
_marquee() {
  local word path='' words=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [ -n "$(_marquee_words "\${path:+$path }$word")" ] && path="\${path:+$path }$word"
  done
  words="$(_marquee_words "$path")"
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}")
  [ \${#COMPREPLY[@]} -gt 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")
}
complete -o filenames -F _marquee marquee
`

const zsh = (words: Words[]) => `#compdef marquee
_marquee_words() {
  case "$1" in
${bashCases(words)}
  esac
}
_marquee() {
  local word path_so_far=''
  for word in "\${(@)words[2,CURRENT-1]}"; do
    [ -n "$(_marquee_words "\${path_so_far:+$path_so_far }$word")" ] && path_so_far="\${path_so_far:+$path_so_far }$word"
  done
  compadd -- \${(z)"$(_marquee_words "$path_so_far")"}
  _files
}
[ "$funcstack[1]" = _marquee ] && _marquee "$@" || compdef _marquee marquee
`

const quoted = (text: string) => `'${text.replaceAll("'", "\\'")}'`

function fishLines({ path, commands, options, choices }: Words): string[] {
  const parents = path === '' ? [] : path.split(' ')
  const names = commands.map(({ name }) => name)
  const seen = parents.map((name) => `__fish_seen_subcommand_from ${name}`)
  const unseen = names.length ? [`not __fish_seen_subcommand_from ${names.join(' ')}`] : []
  const when = quoted([...seen, ...unseen].join('; and ') || 'true')
  return [
    ...commands.map(({ name, about }) => `complete -c marquee -f -n ${when} -a ${name} -d ${quoted(about)}`),
    ...choices.map((choice) => `complete -c marquee -f -n ${when} -a ${choice}`),
    ...options.map(({ flag, about }) => `complete -c marquee -n ${when} -l ${flag.slice(2)} -d ${quoted(about)}`),
  ]
}

const fish = (words: Words[]) => `# fish completion for marquee\n${words.flatMap(fishLines).join('\n')}\n`

const scripts: Record<Shell, (words: Words[]) => string> = { bash, zsh, fish }
