#compdef rmctl
# Completion of rmctl for zsh. rmctl itself says what can stand at the cursor.

_rmctl() {
    local line value
    local -a before described bare
    before=("${(@Q)words[2,CURRENT-1]}")
    while IFS= read -r line; do
        value="${line%%$'\t'*}"
        if [[ "$line" == *$'\t'?* ]]; then
            described+=("${value//:/\\:}:${line#*$'\t'}")
        else
            bare+=("$value")
        fi
    done < <(command rmctl __complete "=${(Q)PREFIX}" "${before[@]}" 2>/dev/null)

    if (( ${#described} + ${#bare} == 0 )); then
        _files
        return
    fi
    (( ${#described} )) && _describe -V 'rmctl' described
    (( ${#bare} )) && compadd -V rmctl -a bare
    return 0
}

if [[ "${funcstack[1]}" == _rmctl ]]; then
    _rmctl "$@"
else
    compdef _rmctl rmctl
fi
