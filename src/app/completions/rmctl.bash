# Completion of rmctl for bash 3.2 and newer. rmctl itself says what can stand at the cursor.

_rmctl() {
    local typed="$2" word line value about
    if [[ ${BASH_VERSINFO[0]} -lt 4 ]]; then
        typed="${COMP_WORDS[COMP_CWORD]}"
    fi

    # bash splits words at `=` and `:`; rmctl wants them whole.
    local -a words=()
    local last=-1 joined=
    for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
        if [[ $last -ge 0 && ( $word == [=:] || -n $joined ) ]]; then
            words[last]+="$word"
        else
            words[++last]="$word"
        fi
        joined=
        if [[ $word == [=:] ]]; then
            joined=yes
        fi
    done
    local current="${words[last]}"
    unset "words[last]"
    [[ $typed == [=:] ]] && typed=
    local split="${current%"$typed"}"

    COMPREPLY=()
    while IFS=$'\t' read -r value about; do
        value="${value#"$split"}"
        # 63: a second TAB only shows the list. Names then tell ids apart.
        if [[ $COMP_TYPE -eq 63 && -n $about && $value != -* ]]; then
            value="$value  ($about)"
        fi
        COMPREPLY+=("$value")
    done < <(command rmctl __complete "=$current" ${words[@]+"${words[@]}"} 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 ]]; then
        COMPREPLY[0]="${COMPREPLY[0]%%  (*}"
    fi
}

if [[ ${BASH_VERSINFO[0]} -gt 4 || ( ${BASH_VERSINFO[0]} -eq 4 && ${BASH_VERSINFO[1]} -ge 4 ) ]]; then
    complete -o nosort -o bashdefault -o default -F _rmctl rmctl
else
    complete -o bashdefault -o default -F _rmctl rmctl
fi
