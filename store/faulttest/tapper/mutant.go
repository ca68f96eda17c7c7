//go:build faultmutant

package main

// canAckEarly lets the mutant say "saved" before it is.
const canAckEarly = true
