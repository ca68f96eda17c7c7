//go:build headless

package cli_test

const buildTags = "headless nodynamic"
