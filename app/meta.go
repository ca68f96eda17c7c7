package main

// What the program calls itself; FyneApp.toml says the same, and a test compares them.
const (
	ID      = "cn.hallcheck.app"
	Name    = "Hallcheck 厅检"
	Version = "1.0.0"
	Build   = 1
)
