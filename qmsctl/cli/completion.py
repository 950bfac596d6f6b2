"""`qmsctl completion`: the script that lets a shell complete commands, options and ids."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Final

import typer

from qmsctl.cli.options import Folder, Lang
from qmsctl.cli.terminal import out_for_programs
from qmsctl.messages import marked

__all__ = ["completion"]

# What is typed goes to qmsctl as one word and what comes back is never run: an id may hold anything.
_BASH: Final = r"""# qmsctl completion bash >~/.local/share/bash-completion/completions/qmsctl
_qmsctl() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("${line%%$'\t'*}")
    done < <(_QMSCTL_COMPLETE=bash _QMSCTL_BREAKS="$COMP_WORDBREAKS" \
        qmsctl "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
}
complete -o default -F _qmsctl qmsctl
"""
_ZSH: Final = r"""#compdef qmsctl
# qmsctl completion zsh >"${fpath[1]}/_qmsctl"
_qmsctl() {
    local -a values described
    local value help
    while IFS=$'\t' read -r value help; do
        values+=("$value")
        described+=("$value${help:+  -- $help}")
    done < <(_QMSCTL_COMPLETE=zsh qmsctl "${(j: :)words[1,CURRENT-1]} $PREFIX" 2>/dev/null)
    if (( ${#values} )); then
        compadd -l -d described -a values
    else
        _files
    fi
}
if [[ $funcstack[1] == _qmsctl ]]; then
    _qmsctl "$@"
else
    compdef _qmsctl qmsctl
fi
"""
_FISH: Final = r"""# qmsctl completion fish >~/.config/fish/completions/qmsctl.fish
function __qmsctl_complete
    set -l found (env _QMSCTL_COMPLETE=fish qmsctl (commandline -cp | string collect) 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c qmsctl -f -a '(__qmsctl_complete)'
"""
_POWERSHELL: Final = r"""# qmsctl completion powershell >>$PROFILE
Register-ArgumentCompleter -Native -CommandName qmsctl -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $line = $commandAst.ToString()
    $length = $cursorPosition - $commandAst.Extent.StartOffset
    $line = $line.PadRight($length).Substring(0, $length)
    $env:_QMSCTL_COMPLETE = 'powershell'
    try {
        qmsctl $line 2>$null | ForEach-Object {
            $value, $help = $_ -split "`t", 2
            if (-not $help) { $help = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $help)
        }
    } finally {
        Remove-Item Env:_QMSCTL_COMPLETE
    }
}
"""


class Shell(Enum):
    """The shells qmsctl writes a script for."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


_SCRIPTS: Final = {
    Shell.BASH: _BASH,
    Shell.ZSH: _ZSH,
    Shell.FISH: _FISH,
    Shell.POWERSHELL: _POWERSHELL,
}


def completion(
    shell: Annotated[
        Shell,
        typer.Argument(
            metavar="bash|zsh|fish|powershell",
            help=marked("The shell; the first lines of its script say where to put it."),
        ),
    ],
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Print the script of one shell."""
    del folder, lang
    out_for_programs(_SCRIPTS[shell])
