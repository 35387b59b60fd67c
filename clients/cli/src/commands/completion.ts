/** `completion`: scripts that complete commands and options, made of the program itself. */
import { Argument, type Command } from "commander";
import { usageError } from "../exit.ts";
import type { Run } from "./run.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;
type Shell = (typeof SHELLS)[number];

/** One command, by the words that lead to it. */
export interface Place {
  /** `task create`; empty for the program itself. */
  path: string;
  words: { word: string; help: string }[];
  options: { flag: string; help: string; choices: readonly string[]; takesValue: boolean }[];
}

const isHidden = (command: Command) => (command as Command & { _hidden?: boolean })._hidden === true;

/** @returns every command of the program with what may follow it */
export function placesOf(command: Command, path = "", inherited: Place["options"] = []): Place[] {
  const own = command.options
    .filter(({ hidden, long }) => !hidden && long)
    .map(({ long, description, argChoices, required, optional }) => ({
      flag: long ?? "",
      help: description,
      choices: argChoices ?? [],
      takesValue: required || optional,
    }));
  const options = [...own, ...inherited];
  const children = command.commands.filter((child) => !isHidden(child));
  const place = {
    path,
    words: children.map((child) => ({ word: child.name(), help: child.description() })),
    options: [...options, { flag: "--help", help: "print help", choices: [], takesValue: false }],
  };
  // The commands below take the program's own options too.
  const passed = path === "" ? own.filter(({ flag }) => flag !== "--version") : inherited;
  return [
    place,
    ...children.flatMap((child) =>
      placesOf(child, path === "" ? child.name() : `${path} ${child.name()}`, passed),
    ),
  ];
}

/** @returns the text in single quotes of a shell */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

const candidates = ({ words, options }: Place) => [
  ...words.map(({ word }) => word),
  ...options.map(({ flag }) => flag),
];

const allChoices = (places: readonly Place[]) =>
  places.flatMap(({ path, options }) =>
    options.filter(({ choices }) => choices.length > 0).map(({ flag, choices }) => ({ path, flag, choices })),
  );

/** The words that lead to the place of the cursor: of those typed, the ones that are commands. */
const bashBody = (places: readonly Place[]) => `  local path="" word
  for word in "\${typed[@]}"; do
    case "$path|$word" in
${places
  .flatMap(({ path, words }) => words.map(({ word }) => `${path}|${word}`))
  .map((known) => `      ${quoted(known)}) path="\${path:+$path }$word" ;;`)
  .join("\n")}
    esac
  done
  local values=""
  case "$path|$previous" in
${allChoices(places)
  .map(
    ({ path, flag, choices }) => `    ${quoted(`${path}|${flag}`)}) values=${quoted(choices.join(" "))} ;;`,
  )
  .join("\n")}
  esac
  if [ -z "$values" ]; then
    case "$path" in
${places.map((place) => `      ${quoted(place.path)}) values=${quoted(candidates(place).join(" "))} ;;`).join("\n")}
    esac
  fi`;

const SCRIPTS: Record<Shell, (places: readonly Place[]) => string> = {
  bash: (
    places,
  ) => `# Completion of jobdata for bash: jobdata completion bash > ~/.local/share/bash-completion/completions/jobdata
_jobdata() {
  local typed=("\${COMP_WORDS[@]:1:COMP_CWORD-1}") current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
${bashBody(places)}
  COMPREPLY=($(compgen -W "$values" -- "$current"))
}
complete -o default -F _jobdata jobdata
`,
  zsh: (places) => `#compdef jobdata
# Completion of jobdata for zsh: jobdata completion zsh > a folder of $fpath/_jobdata
_jobdata() {
  local -a typed; typed=("\${(@)words[2,CURRENT-1]}")
  local previous="\${words[CURRENT-1]}"
${bashBody(places)}
  compadd -- \${(s: :)values} || _files
}
compdef _jobdata jobdata
`,
  fish: (
    places,
  ) => `# Completion of jobdata for fish: jobdata completion fish > ~/.config/fish/completions/jobdata.fish
function __jobdata_path
  set -l path ''
  for word in (commandline -opc)[2..-1]
    switch "$path|$word"
${places
  .flatMap(({ path, words }) => words.map(({ word }) => `${path}|${word}`))
  .map((known) => `      case ${quoted(known)}\n        set path (string trim -- "$path $word")`)
  .join("\n")}
    end
  end
  test "$path" = "$argv[1]"
end
${places
  .flatMap(({ path, words, options }) => {
    const at = `-n ${quoted(`__jobdata_path '${path}'`)}`;
    return [
      ...words.map(({ word, help }) => `complete -c jobdata ${at} -f -a ${quoted(word)} -d ${quoted(help)}`),
      ...options.map(({ flag, help, choices, takesValue }) => {
        const values = choices.length > 0 ? ` -x -a ${quoted(choices.join(" "))}` : takesValue ? " -r" : "";
        return `complete -c jobdata ${at} -l ${flag.slice(2)}${values} -d ${quoted(help)}`;
      }),
    ];
  })
  .join("\n")}
`,
};

export function addCompletion(program: Command, run: Run): void {
  program
    .command("completion")
    .description("print a script that completes commands and options")
    .addArgument(new Argument("<shell>", "which shell").choices(SHELLS))
    .addHelpText(
      "after",
      `
Examples:
  jobdata completion bash > ~/.local/share/bash-completion/completions/jobdata
  jobdata completion zsh > ~/.zfunc/_jobdata      # with fpath+=~/.zfunc before compinit
  jobdata completion fish > ~/.config/fish/completions/jobdata.fish`,
    )
    .action(
      run(async (context, shell: Shell) => {
        if (context.json) throw usageError("completion prints a script, not JSON");
        await context.io.out.write(SCRIPTS[shell](placesOf(program)));
      }),
    );
}
