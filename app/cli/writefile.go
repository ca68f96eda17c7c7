package cli

import "io"

// WriteFile writes a paper whole or not at all: a temporary file beside it,
// flushed and renamed. Code cli.cannotWrite.
func WriteFile(path string, write func(io.Writer) error) error { return writeFile(path, write) }
