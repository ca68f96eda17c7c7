package hall

import (
	"math"
	"time"
)

// Light says how a figure stands against the hall's limits. Its word goes with its
// colour: text key hall.light.<light>.
type Light string

// The lights; an unknown figure has none.
const (
	LightNone  Light = ""
	LightGreen Light = "green"
	LightAmber Light = "amber"
	LightRed   Light = "red"
)

func lightOf(v, amber, red time.Duration) Light {
	switch {
	case v > red:
		return LightRed
	case v > amber:
		return LightAmber
	}
	return LightGreen
}

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

// WaitLight is how a wait stands (DOMAIN 6.2, 最长等候): over WaitAmber minutes it is
// amber, over WaitRed red.
func (r Rules) WaitLight(d time.Duration) Light {
	return lightOf(d, minutes(r.WaitAmber), minutes(r.WaitRed))
}

// ServeLight is how the time at a window stands.
func (r Rules) ServeLight(d time.Duration) Light {
	return lightOf(d, minutes(r.ServeAmber), minutes(r.ServeRed))
}

// RatioLight is how the people waiting stand against the open windows (DOMAIN 6.2,
// 客窗比); nobody open with somebody waiting is red.
func (r Rules) RatioLight(waiting, open int) Light {
	switch {
	case waiting == 0:
		return LightGreen
	case open <= 0 || waiting > r.RatioRed*open:
		return LightRed
	case waiting > r.RatioAmber*open:
		return LightAmber
	}
	return LightGreen
}

// Ratio is people waiting per open window in tenths, rounded half up; ok is false when
// no window is open.
func Ratio(waiting, open int) (tenths int, ok bool) {
	if open <= 0 {
		return 0, false
	}
	return (20*waiting + open) / (2 * open), true
}

// WindowsForLine is how many windows keep the people waiting now at RatioAmber for each
// at most: what the desk asks for when nothing is known of arrivals. At least 1 when
// somebody waits.
func (r Rules) WindowsForLine(waiting int) int {
	return int(math.Ceil(float64(max(waiting, 0)) / float64(max(r.RatioAmber, 1))))
}

// Causes are those of a long queue (DOMAIN 6.2), as Tags of an entry of KindCause;
// their words have the text key hall.cause.<cause>.
var Causes = []string{"windows", "slow", "surge", "diversion", "machine", "system", "complex", "staff"}
