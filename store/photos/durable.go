//go:build !faultmutant

package photos

// durable makes every original reach the disk before it is acknowledged. The
// build tag faultmutant takes that away, to prove that the tests would notice.
const durable = true
