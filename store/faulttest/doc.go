// Package faulttest proves that an answer shown as saved is saved: a program
// that taps is killed without warning, and the plug of its disk is pulled, over
// and over; every acknowledged answer must still be there. Each rig also runs on
// a mutant with one protection taken out (build tag faultmutant) and must then
// find losses, else its green means nothing.
//
// CI runs a reduced number. In full, as root, with xfsprogs installed:
//
//	HALLCHECK_KILLS=60 HALLCHECK_POINTS=200 HALLCHECK_PLUGS=100 HALLCHECK_REQUIRE_PLUG=1 go test -tags 'headless nodynamic' -count=1 -v -timeout 60m ./store/faulttest/
//
// The power-plug rig models the loss of the operating system's page cache, not
// of a disk's own volatile cache. Neither rig was run on Windows or macOS.
package faulttest
