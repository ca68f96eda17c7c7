package exchange

import "time"

// StageAll sends the photos of small bundles through staging like those of large
// ones.
func (x *Exchange) StageAll() { x.memory = 0 }

// For the tests of the carrier.
var (
	BackOff = backOff
	Wire    = wire
	Unwire  = unwire
)

// GroupsOf changes how many bundles go into one transaction.
func (x *Exchange) GroupsOf(n int) { x.group = n }

// Stall changes how long a road may be silent.
func (c *Carrier) Stall(d time.Duration) { c.stall = d }
