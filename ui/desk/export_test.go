package desk

import "hallcheck/ui/shell"

// Tick does what a second on the screen does.
func Tick(p shell.Page) { p.(*page).second() }
