# Completion of rmctl for fish. rmctl itself says what can stand at the cursor.

function __rmctl_complete
    set -l before (commandline --current-process --tokenize --cut-at-cursor)
    set -l current (commandline --current-token --cut-at-cursor)
    set -e before[1]
    set -l found (command rmctl __complete "=$current" $before 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path "$current"
    end
end

complete --command rmctl --erase
complete --command rmctl --keep-order --no-files --arguments '(__rmctl_complete)'
