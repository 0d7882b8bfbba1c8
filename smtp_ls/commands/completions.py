"""What completes commands, options and their values in bash, zsh and fish, made from the table of the options.

Rule 1: a script is all that a shell needs: the words of this version stand in it, so that completing starts no process.
"""

from collections.abc import Callable, Mapping, Sequence

from smtp_ls.commands.options import CHECK, COMMANDS, EXPLAIN, HELP, SERVER, Command, Option

_LISTS = ("RULES", "GLOBS")
"""Values that are lists with commas."""


def script(shell: str) -> str:
    """The script for "bash", "zsh" or "fish"."""
    makers: Mapping[str, Callable[[], str]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
    return makers[shell]()


def _options(command: Command) -> tuple[Option, ...]:
    return (*command.options, HELP)


def _flags(option: Option) -> list[str]:
    return [flag for flag in (option.short, option.flag) if flag]


def _words(option: Option) -> Sequence[str]:
    """The values that an option may have; none where any text or file may be."""
    if option.value == "RULES":
        from smtp_ls.rules import RULES  # noqa: PLC0415  a table that no option needs until its value is read

        return ("ALL", *dict.fromkeys(rule.family for rule in RULES.values()), *RULES)
    if option.value == "DIALECT":
        from smtp_ls.dialects import rows  # noqa: PLC0415  as above

        return tuple(dict.fromkeys(row.name for row in rows()))
    if option.value == "LANGUAGE":
        from smtp_ls.pages import LANGUAGES  # noqa: PLC0415  as above

        return LANGUAGES
    return option.words


def _topics() -> list[str]:
    """What may be explained, as far as it is one word."""
    from smtp_ls.topics import all_topics  # noqa: PLC0415  as above

    return list(dict.fromkeys(topic.key for topic in all_topics() if " " not in topic.key))


# --- bash -------------------------------------------------------------------------------------------------------------

_BASH = """\
# Completion of smtp-ls in bash. In ~/.bashrc: source <(smtp-ls --completions bash)
# Where there is no word to offer, bash completes file names.

{shared}

_smtp_ls() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}} command= word words= list=
    if [[ $current == "=" ]]; then
        current=
    elif [[ $previous == "=" ]]; then
        previous=${{COMP_WORDS[COMP_CWORD - 2]}}
    fi
    case ${{COMP_WORDS[1]}} in
        {commands}) ((COMP_CWORD > 1)) && command=${{COMP_WORDS[1]}} ;;
    esac
    if [[ -z $command ]]; then
        for word in "${{COMP_WORDS[@]:1:COMP_CWORD - 1}}"; do
            [[ $word == --check ]] && command=check
            [[ $word == -- ]] && break
        done
    fi
    case "$command $previous" in
{values}
        *)
            case "$command $current" in
{flags}
                " "*) ((COMP_CWORD == 1)) && words="{names}" ;;
                "explain "*) words="{topics}" ;;
            esac
            ;;
    esac
    COMPREPLY=()
    if [[ -n $list ]]; then
        [[ $current == *,* ]] && list=${{current%,*}},
        [[ $list == 1 ]] && list=
        COMPREPLY=($(compgen -P "$list" -W "$words" -- "${{current##*,}}"))
    elif [[ -n $words ]]; then
        COMPREPLY=($(compgen -W "$words" -- "$current"))
    fi
}}
complete -o bashdefault -o default -F _smtp_ls smtp-ls
"""


def _bash() -> str:
    values, flags = [], []
    shared: dict[str, str] = {}
    for command in (*COMMANDS, SERVER):
        for option in _options(command):
            if not option.value:
                continue
            cases = "|".join(f'"{command.name} {flag}"' for flag in _flags(option))
            words = _words(option)
            if words and not option.words:  # long, and the same for several options
                shared[option.value] = f'_smtp_ls_{option.value.lower()}="{" ".join(words)}"'
                words = (f"$_smtp_ls_{option.value.lower()}",)
            action = f'words="{" ".join(words)}"' if words else ":"
            if words and option.value in _LISTS:
                action += " list=1"
            values.append(f"        {cases}) {action} ;;")
        every = [flag for option in _options(command) for flag in _flags(option)]
        if command is SERVER:
            every.append("--check")
        flags.append(f'                "{command.name} -"*) words="{" ".join(every)}" ;;')
    names = [command.name for command in COMMANDS]
    return _BASH.format(
        shared="\n".join(shared.values()),
        commands="|".join(names),
        values="\n".join(values),
        flags="\n".join(flags),
        names=" ".join(names),
        topics=" ".join(_topics()),
    )


# --- zsh --------------------------------------------------------------------------------------------------------------

_ZSH = """\
#compdef smtp-ls
# Completion of smtp-ls in zsh. Put it as _smtp-ls into a folder of $fpath: smtp-ls --completions zsh > _smtp-ls

_smtp-ls() {{
    local curcontext="$curcontext" state line
    local -a commands
    commands=(
{commands}
    )
    if (( ${{words[(I)--check]}} )) && [[ ${{words[2]}} != (format|redact) ]]; then
        _smtp-ls-check
        return
    fi
    _arguments -C \\
{server}
        '--check[lint files and folders]' \\
        '1: :->command' \\
        '*:: :->rest'
    case $state in
        command) _describe -t commands command commands ;;
        rest) (( $+functions[_smtp-ls-$words[1]] )) && _smtp-ls-$words[1] ;;
    esac
}}

{functions}

_smtp-ls "$@"
"""


def _zsh() -> str:
    functions = []
    for command in COMMANDS:
        operands = f"'*:topic:({' '.join(_topics())})'" if command is EXPLAIN else "'*:file:_files'"
        specs = [*(_zsh_spec(option) for option in _options(command)), operands]
        if command is CHECK:
            specs.insert(0, "'--check[lint files and folders]'")
        body = " \\\n".join(f"        {spec}" for spec in specs)
        functions.append(f"_smtp-ls-{command.name}() {{\n    _arguments \\\n{body}\n}}")
    return _ZSH.format(
        commands="\n".join(f"        {_quoted(f'{each.name}:{each.summary}')}" for each in COMMANDS),
        server=" \\\n".join(f"        {_zsh_spec(option)}" for option in _options(SERVER)) + " \\",
        functions="\n\n".join(functions),
    )


def _zsh_spec(option: Option) -> str:
    """An option as `_arguments` has it."""
    summary = option.summary.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")
    repeated = "*" if option.adds else ""
    what = ""
    if option.value:
        words = _words(option)
        action = "_files" if option.value == "FILE" else f"({' '.join(words)})" if words else " "
        if words and option.value in _LISTS:
            action = f"_values -s , {option.value.lower()} {' '.join(words)}"
        what = f":{option.value.replace(':', ' ')}:{action}"
    flag = f"{option.flag}=" if option.value else option.flag
    if not option.short:
        return _quoted(f"{repeated}{flag}[{summary}]{what}")
    return f"'({option.short} {option.flag})'{{{option.short},{flag}}}{_quoted(f'[{summary}]{what}')}"


# --- fish -------------------------------------------------------------------------------------------------------------

_FISH = """\
# Completion of smtp-ls in fish: smtp-ls --completions fish > ~/.config/fish/completions/smtp-ls.fish

function __smtp_ls_is --description 'is this command being typed?'
    set -l words (commandline -opc)
    set -l command server
    if contains -- "$words[2]" {names}
        set command $words[2]
    else if contains -- --check $words
        set command check
    end
    test $command = $argv[1]
end

"""


def _fish() -> str:
    lines = [
        f"complete -c smtp-ls -n __fish_use_subcommand -f -a {command.name} -d {_quoted(command.summary)}"
        for command in COMMANDS
    ]
    lines.append("complete -c smtp-ls -n '__smtp_ls_is server' -l check -d 'Lint files and folders'")
    for command in (*COMMANDS, SERVER):
        name = command.name or "server"
        for option in _options(command):
            short = f" -s {option.short[1:]}" if option.short else ""
            value = ""
            if option.value:
                words = _words(option)
                joined = f"(__fish_append , {' '.join(words)})" if option.value in _LISTS else " ".join(words)
                value = " -r -F" if option.value == "FILE" else f" -x -a {_quoted(joined)}" if words else " -x"
            flag = option.flag.removeprefix("--")
            lines.append(
                f"complete -c smtp-ls -n '__smtp_ls_is {name}'{short} -l {flag}{value} -d {_quoted(option.summary)}"
            )
    lines.append(f"complete -c smtp-ls -n '__smtp_ls_is explain' -f -a {_quoted(' '.join(_topics()))}")
    return _FISH.format(names=" ".join(command.name for command in COMMANDS)) + "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """The text as one word of a shell."""
    return "'" + text.replace("'", "'\\''") + "'"
