//go:build faultmutant

package photos

const durable = false
