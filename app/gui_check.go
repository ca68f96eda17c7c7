//go:build !headless

package main

import "hallcheck/ui/check"

// checking is what the page of records under review uses.
func (d *desk) checking(pages album) check.Services {
	return check.Services{Store: d.st, Photos: pages}
}
