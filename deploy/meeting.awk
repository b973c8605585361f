# Names the tests of Go files that begin a goroutine: by themselves, or by a helper
# that stands in their file.
function whole() { if (helped) for (i = 1; i <= n; i++) print all[i]; n = helped = 0 }
FNR == 1 { whole(); name = "" }
/^func / { name = $2; sub(/\(.*/, "", name); if (name ~ /^Test/) all[++n] = name }
/go func|\.Go\(|^\t+go [a-zA-Z.]+\(/ { if (name ~ /^Test/) print name; else helped = 1 }
END { whole() }
