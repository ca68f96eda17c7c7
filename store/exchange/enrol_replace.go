package exchange

import (
	"slices"
	"strings"
)

// speaks says whether a device may bring moves made under an id: its own, or one of
// its branch whose place it took when the keys were lost.
func (r *receiver) speaks(device, as string) bool {
	if device == as {
		return true
	}
	d, old := r.devices[device], r.devices[as]
	return old.ID != "" && old.Branch == d.Branch && old.State != DeviceActive && slices.Contains(strings.Fields(d.Replaces), as)
}
