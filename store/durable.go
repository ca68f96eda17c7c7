//go:build !faultmutant

package store

// Every commit reaches the disk before it returns.
const (
	synchronous     = "FULL"
	synchronousCode = "2"
)
