//go:build !faultmutant

package main

const canAckEarly = false
