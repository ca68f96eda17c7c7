//go:build faultmutant

package store

// The mutant of the fault tests: commits return before they reach the disk, so
// the tests must see answers lost.
const (
	synchronous     = "OFF"
	synchronousCode = "0"
)
