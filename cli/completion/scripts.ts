import type { Command } from '../command.js';
import { commonOptions, type OptionSpec } from '../options.js';

/** The scripts by shell. Each is a pure function of the commands, and holds everything that it completes. */
export const scripts = { bash, zsh, fish };
export type Shell = keyof typeof scripts;

const optionsOf = ({ options }: Command): [string, OptionSpec][] =>
  Object.entries({ ...options, ...commonOptions });

/** The words that an option's value is one of, if it is one of a few. */
const choicesOf = ({ value }: OptionSpec): string[] => (value?.includes('|') ? value.split('|') : []);

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

function bash(commands: readonly Command[]): string {
  const values = commands.flatMap((command) =>
    optionsOf(command).flatMap(([name, spec]) => {
      if (spec.value === undefined) return [];
      return `    ${command.name}:--${name}) words=${quoted(choicesOf(spec).join(' '))} ;;`;
    }),
  );
  const options = commands.map(
    (command) =>
      `    ${command.name}) words=${quoted(
        optionsOf(command)
          .map(([name]) => `--${name}`)
          .join(' '),
      )} ;;`,
  );
  return `_zoneflow() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} words=
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ${quoted(commands.map(({ name }) => name).join(' '))} -- "$cur"))
    return
  fi
  case "$command:$prev" in
${values.join('\n')}
    *) words=- ;;
  esac
  if [ "$words" != - ]; then
    if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$cur")); else compopt -o default; fi
    return
  fi
  case "$cur" in
    -*) ;;
    *) compopt -o default; return ;;
  esac
  case "$command" in
${options.join('\n')}
    *) words= ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _zoneflow zoneflow
`;
}

function zsh(commands: readonly Command[]): string {
  // In a description, brackets and colons mean something.
  const plain = (text: string): string => text.replace(/[[\]:\\]/g, '\\$&');
  const names = commands.map(({ name, summary }) => `    ${quoted(`${name}:${plain(summary)}`)}`);
  const cases = commands.map((command) => {
    const options = optionsOf(command).map(([name, spec]) => {
      const choices = choicesOf(spec);
      const action = choices.length > 0 ? `(${choices.join(' ')})` : '_files';
      const value = spec.value === undefined ? '' : `:${plain(spec.value)}:${action}`;
      return quoted(`${spec.multiple ? '*' : ''}--${name}[${plain(spec.help)}]${value}`);
    });
    return `    ${command.name})\n      _arguments ${[...options, quoted('*:path:_files')].join(' \\\n        ')} ;;`;
  });
  return `#compdef zoneflow
_zoneflow() {
  local -a commands
  commands=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe -t commands command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _zoneflow zoneflow
`;
}

function fish(commands: readonly Command[]): string {
  const fishQuoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const names = commands.map(
    ({ name, summary }) =>
      `complete -c zoneflow -n __fish_use_subcommand -f -a ${name} -d ${fishQuoted(summary)}`,
  );
  const options = commands.flatMap((command) =>
    optionsOf(command).map(([name, spec]) => {
      const choices = choicesOf(spec);
      const value =
        spec.value === undefined
          ? ''
          : choices.length > 0
            ? ` -x -a ${fishQuoted(choices.join(' '))}`
            : ' -r';
      const short = spec.short === undefined ? '' : ` -s ${spec.short}`;
      return `complete -c zoneflow -n '__fish_seen_subcommand_from ${command.name}' -l ${name}${short}${value} -d ${fishQuoted(spec.help)}`;
    }),
  );
  return `${[...names, ...options].join('\n')}\n`;
}
