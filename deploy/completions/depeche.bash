# Completion of depeche for bash: commands, options, and files where these take any.
_depeche() {
    local IFS=$'\n'
    COMPREPLY=($(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" _DEPECHE_COMPLETE=complete_bash "$1" 2>/dev/null))
}
complete -o default -F _depeche depeche
