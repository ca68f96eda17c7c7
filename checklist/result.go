package checklist

import "math/big"

// Result is what an inspection's answers come to, with everything needed to
// explain it. It is computed by Evaluate from answers alone, and recomputing a
// stored inspection gives the same bytes.
type Result struct {
	Checklist string
	Version   int
	Method    Method

	Score    *Tenths // nil = not scored (nothing applicable, or a method without a number)
	Grade    string  // id of the grade or class; "" = not scored
	PassRate PassRate
	Vetoes   []VetoHit
	Zones    []PartScore // checklist order
	S6       []PartScore // sort, set, shine, standardize, sustain, safety; empty without tags
	Marks    []PartScore // by indicator, empty without indicators
	Trace    []Line      // one per item and sheet, checklist order
	Before   *big.Rat    // exact score before the cap; nil = not scored
	Cap      *Cap        // the cap's own line, nil when it did not lower the score

	Persons []PersonScore // person checklists: one per sheet
	Small   bool          // sample too small (people < 3, respondents < min_sample)
	Survey  *SurveyResult // gap
	Walk    *WalkResult   // peak-end
	Class   string        // flags

	Answered int // applicable items answered, N/A included
	Total    int // applicable items
	Red      int // answers that open a finding
}

// PassRate is items with full ratio over applicable scored items (通过率).
type PassRate struct{ Full, Applicable int }

// VetoHit is one violated veto item.
type VetoHit struct {
	Sheet, Item string
	Effect      Veto
}

// PartScore is the score of a zone, an S or an indicator by the same formula.
type PartScore struct {
	ID    string
	Score *Tenths  // nil = nothing scored in it
	Lost  *big.Rat // points lost on the 100 scale of the whole sheet
	Red   int
}

// Line explains one item. All ratios are nil when the item does not count
// (N/A, unanswered, points 0, left out): Why then says which.
type Line struct {
	Sheet, Item string
	Why         string   // "", "na", "unanswered", "unscored", "leftOut"
	Ratio       *big.Rat // r as answered, 0…1
	AfterVeto   *big.Rat // r after the indicator veto
	Mass        *big.Rat // points × weight × phase × pressure
	Earned      *big.Rat // 100·r·m/Σm
	Lost        *big.Rat // 100·(1−r)·m/Σm
}

// Cap is the ceiling an inspection veto set.
type Cap struct {
	Limit         Milli
	Before, After Tenths
}

// PersonScore is one observed person's sheet.
type PersonScore struct {
	Sheet    string
	Person   string
	Position Position
	Score    *Tenths
	Grade    string
	Vetoes   []VetoHit
	Cap      *Cap
}

// DimensionGap is one SERVQUAL dimension, exact.
type DimensionGap struct {
	ID                           string
	Gap, Expectation, Perception *big.Rat // nil = no respondent with half of its items
	Weight                       *big.Rat
	N                            int
}

// SurveyResult is a SERVQUAL survey (DOMAIN 4.10).
type SurveyResult struct {
	Respondents          int
	Dimensions           []DimensionGap
	Unweighted, Weighted *big.Rat
	Priority             []string // dimensions by w·(−gap), highest first
}

// Touch is a rated touchpoint.
type Touch struct {
	Item  string
	Value int
}

// WalkResult is a touchpoint walk (DOMAIN 4.9). Indices run 0…100.
type WalkResult struct {
	Peak, End              *Touch // nil = nothing rated
	MemoryIndex, MeanIndex *Tenths
	Pain, Bright           []string // key moments ≤ 2; touchpoints ≥ 4
}
