# Completion of rmctl for PowerShell. rmctl itself says what can stand at the cursor.

Register-ArgumentCompleter -Native -CommandName 'rmctl' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $before = @(
        $commandAst.CommandElements |
            Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
            Select-Object -Skip 1 |
            ForEach-Object { $_.ToString() }
    )
    & rmctl __complete "=$wordToComplete" @before 2>$null | ForEach-Object {
        $value, $about = $_ -split "`t", 2
        if (-not $about) { $about = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
    }
}
