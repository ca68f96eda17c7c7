package inspect

import "hallcheck/ui/shell"

// pasted reads the paths in a clipboard text.
func pasted(text string) []string { return shell.PastedFiles(text) }
