//go:build headless

package main

import (
	"context"
	"fmt"
	"io"

	"hallcheck/app/config"
	"hallcheck/assets"
)

// openWindow says that this build has none: exit code 2, wrong usage.
func openWindow(_ context.Context, cfg config.Config, stderr io.Writer) int {
	fmt.Fprintln(stderr, assets.T(cfg.Lang, "cli.headless"))
	return 2
}

// openGallery says the same.
func openGallery(cfg config.Config, stderr io.Writer) int {
	return openWindow(context.Background(), cfg, stderr)
}
