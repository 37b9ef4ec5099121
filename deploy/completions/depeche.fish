# Completion of depeche for fish: commands and options with their help, and files where these take any.
function __depeche_complete
    env _DEPECHE_COMPLETE=complete_fish _TYPER_COMPLETE_FISH_ACTION=$argv[1] \
        _TYPER_COMPLETE_ARGS=(commandline -cp) depeche 2>/dev/null
end
complete -c depeche -f -n "__depeche_complete is-args" -a "(__depeche_complete get-args)"
