package checklist

import "math/big"

// Result is what an inspection's answers come to, with everything needed to
// explain it. It is computed by Evaluate from answers alone, and recomputing a
// stored inspection gives the same bytes: as JSON the fields keep this order and
// exact numbers are fractions in lowest terms ("125/7").
type Result struct {
	Checklist string `json:"checklist"`
	Version   int    `json:"version"`
	Method    Method `json:"method"`

	Score    *Tenths     `json:"score,omitempty"` // nil = not scored (nothing applicable, or a method without a number)
	Grade    string      `json:"grade,omitempty"` // id of the grade or class; "" = not scored
	PassRate PassRate    `json:"passRate"`
	Vetoes   []VetoHit   `json:"vetoes,omitempty"`
	Zones    []PartScore `json:"zones,omitempty"`  // checklist order
	S6       []PartScore `json:"s6,omitempty"`     // sort, set, shine, standardize, sustain, safety; empty without tags
	Marks    []PartScore `json:"marks,omitempty"`  // by indicator, empty without indicators
	Trace    []Line      `json:"trace,omitempty"`  // one per item and sheet, checklist order
	Before   *big.Rat    `json:"before,omitempty"` // exact score before the cap; nil = not scored, or one sheet per person
	Cap      *Cap        `json:"cap,omitempty"`    // the cap's own line, nil when it did not lower the score

	Persons []PersonScore `json:"persons,omitempty"` // person checklists: one per sheet
	Small   bool          `json:"small,omitempty"`   // sample too small (people < 3, respondents < min_sample)
	Survey  *SurveyResult `json:"survey,omitempty"`  // gap
	Walk    *WalkResult   `json:"walk,omitempty"`    // peak-end
	Class   string        `json:"class,omitempty"`   // flags

	Answered int `json:"answered"`      // applicable items answered, N/A included
	Total    int `json:"total"`         // applicable items
	Red      int `json:"red,omitempty"` // answers that open a finding
}

// PassRate is items with full ratio over applicable scored items (通过率).
type PassRate struct {
	Full       int `json:"full"`
	Applicable int `json:"of"`
}

// VetoHit is one violated veto item.
type VetoHit struct {
	Sheet  string `json:"sheet"`
	Item   string `json:"item"`
	Effect Veto   `json:"effect"`
}

// PartScore is the score of a zone, an S or an indicator by the same formula.
type PartScore struct {
	ID    string   `json:"id"`
	Score *Tenths  `json:"score,omitempty"` // nil = nothing scored in it
	Lost  *big.Rat `json:"lost,omitempty"`  // points lost on the 100 scale of the whole sheet
	Red   int      `json:"red,omitempty"`
}

// Line explains one item. All ratios are nil when the item does not count
// (N/A, unanswered, points 0, left out): Why then says which.
type Line struct {
	Sheet     string   `json:"s"`
	Item      string   `json:"i"`
	Why       string   `json:"why,omitempty"` // "", "na", "unanswered", "unscored", "leftOut"
	Ratio     *big.Rat `json:"r,omitempty"`   // r as answered, 0…1
	AfterVeto *big.Rat `json:"v,omitempty"`   // r after the indicator veto
	Mass      *big.Rat `json:"m,omitempty"`   // points × weight × phase × pressure
	Earned    *big.Rat `json:"e,omitempty"`   // 100·r·m/Σm
	Lost      *big.Rat `json:"l,omitempty"`   // 100·(1−r)·m/Σm
}

// Cap is the ceiling an inspection veto set.
type Cap struct {
	Limit  Milli  `json:"limit"`
	Before Tenths `json:"before"`
	After  Tenths `json:"after"`
}

// PersonScore is one observed person's sheet.
type PersonScore struct {
	Sheet    string    `json:"sheet"`
	Person   string    `json:"person"`
	Position Position  `json:"position,omitempty"`
	Score    *Tenths   `json:"score,omitempty"`
	Grade    string    `json:"grade,omitempty"`
	Vetoes   []VetoHit `json:"vetoes,omitempty"`
	Cap      *Cap      `json:"cap,omitempty"`
}

// DimensionGap is one SERVQUAL dimension, exact.
type DimensionGap struct {
	ID          string   `json:"id"`
	Gap         *big.Rat `json:"gap,omitempty"`         // nil = no respondent with half of its items
	Expectation *big.Rat `json:"expectation,omitempty"` // mean E of the same respondents
	Perception  *big.Rat `json:"perception,omitempty"`  // mean P of the same respondents
	Weight      *big.Rat `json:"weight,omitempty"`
	N           int      `json:"n"`
}

// SurveyResult is a SERVQUAL survey (DOMAIN 4.10).
type SurveyResult struct {
	Respondents int            `json:"respondents"`
	Dimensions  []DimensionGap `json:"dimensions"`
	Unweighted  *big.Rat       `json:"unweighted,omitempty"`
	Weighted    *big.Rat       `json:"weighted,omitempty"`
	Priority    []string       `json:"priority,omitempty"` // dimensions by w·(−gap), highest first
}

// Touch is a rated touchpoint.
type Touch struct {
	Item  string `json:"item"`
	Value int    `json:"value"`
}

// WalkResult is a touchpoint walk (DOMAIN 4.9). Indices run 0…100.
type WalkResult struct {
	Peak        *Touch   `json:"peak,omitempty"` // nil = nothing rated
	End         *Touch   `json:"end,omitempty"`
	MemoryIndex *Tenths  `json:"memoryIndex,omitempty"`
	MeanIndex   *Tenths  `json:"meanIndex,omitempty"`
	Pain        []string `json:"pain,omitempty"`   // key moments ≤ 2
	Bright      []string `json:"bright,omitempty"` // touchpoints ≥ 4
}
