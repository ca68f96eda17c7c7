// Command hallcheck inspects service halls, offline. Without a sub-command it
// opens the window; with one it does that and ends. This package only wires.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"hallcheck/app/cli"
	"hallcheck/app/config"
	"hallcheck/store/photos"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "__decode" { // the picture worker: a decoder that explodes takes no work with it
		os.Exit(photos.DecodeMain(os.Args[2:]))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run picks the sub-command, or the window, and returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	cfg, rest, err := config.Resolve(args, os.Getenv)
	program := cli.Program{ID: ID, Name: Name, Version: Version, Build: Build}
	switch {
	case err != nil:
		return cli.Refuse(cfg, err, stdout, stderr)
	case len(rest) == 0:
		return openWindow(ctx, cfg, stderr)
	case len(rest) == 1 && rest[0] == "gallery": // for those who build pages; not in the help
		return openGallery(cfg, stderr)
	default:
		return cli.Run(ctx, program, cfg, rest, stdin, stdout, stderr)
	}
}
