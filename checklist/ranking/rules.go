package ranking

import (
	"encoding/json"

	"hallcheck/checklist"
)

// SettingRules is the setting headquarters' ranking rules are kept under.
const SettingRules = "ranking.rules"

// Rules are what headquarters decides about its rankings.
type Rules struct {
	CoverageMin int    `json:"coverageMin"` // per cent of the active halls; below it Low applies; 0 = no gate
	Low         Gate   `json:"low"`         // GateProvisional or GateWithheld
	SmallBelow  int    `json:"smallBelow"`  // records; a hall with fewer is marked as a small sample; 0 = never
	Shrink      Shrink `json:"shrink"`
}

// Gate is what low coverage does to a ranking.
type Gate string

// The gates.
const (
	GateProvisional Gate = "provisional" // marked as not final
	GateWithheld    Gate = "withheld"    // not to be published
)

// Shrink says what is done with scores that rest on few records.
type Shrink string

// The ways to use shrinkage.
const (
	ShrinkOff   Shrink = ""
	ShrinkShown Shrink = "shown" // beside the score
	ShrinkRanks Shrink = "ranks" // ranked by it, and every page and paper says so
)

// ReadRules reads the setting; "" gives the defaults: 80 % coverage or the table
// is provisional, no small samples, no shrinkage. Code
// ranking.rules.
func ReadRules(setting string) (Rules, error) {
	r := Rules{CoverageMin: 80, Low: GateProvisional}
	if setting == "" {
		return r, nil
	}
	if err := json.Unmarshal([]byte(setting), &r); err != nil {
		return r, checklist.Fail("ranking.rules").Because(err)
	}
	return r, r.Check()
}

// Check says whether the rules make sense; code ranking.rules.
func (r Rules) Check() error {
	low := r.Low == GateProvisional || r.Low == GateWithheld
	shrink := r.Shrink == ShrinkOff || r.Shrink == ShrinkShown || r.Shrink == ShrinkRanks
	if !low || !shrink || r.CoverageMin < 0 || r.CoverageMin > 100 || r.SmallBelow < 0 || r.SmallBelow > 100 {
		return checklist.Fail("ranking.rules")
	}
	return nil
}

// String is the rules as they are kept.
func (r Rules) String() string {
	b, err := json.Marshal(r)
	if err != nil {
		return "" // plain fields
	}
	return string(b)
}

// gate is what a coverage of n out of all halls does.
func (r Rules) gate(n, all int) Gate {
	if n*100 >= r.CoverageMin*all || n == 0 {
		return ""
	}
	return r.Low
}
