// Package hall measures the hall: how many windows a half-hour needs, and what one
// window more or less, more customers or a quicker hand would change (DOMAIN 6.2).
package hall

// SlotMinutes is the grain of every plan: half an hour.
const SlotMinutes = 30
