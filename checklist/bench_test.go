package checklist_test

import (
	"testing"

	"hallcheck/checklist"
	"hallcheck/checklist/checklisttest"
)

// BenchmarkEvaluate is what a tap costs beyond storing it.
func BenchmarkEvaluate(b *testing.B) {
	for _, id := range []string{"6s-environment", "mystery-shopper", "staff-etiquette", "servqual"} {
		b.Run(id, func(b *testing.B) {
			in := checklisttest.Inspection(b, checklisttest.Checklist(b, id), 1)
			b.ReportAllocs()
			for b.Loop() {
				checklist.Evaluate(in)
			}
		})
	}
}
