package report

import (
	"bytes"
	"io"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/standard"
)

// full is a disk with room for some bytes.
type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	n := min(f.room, len(p))
	if f.room -= n; n < len(p) {
		return n, syscall.ENOSPC
	}
	return n, nil
}

// TestAFullDiskIsTold: no paper says it was written when it was not, wherever in it the
// disk filled up.
func TestAFullDiskIsTold(t *testing.T) {
	var list *checklist.Checklist
	for name, data := range assets.Checklists() {
		c, err := standard.Read(name, data)
		require.NoError(t, err)
		if c.ID == "lobby-patrol" {
			list = c
		}
	}
	at := time.Date(2026, 11, 23, 17, 0, 0, 0, time.UTC)
	meeting, peaks := meetingSample(t, checklist.ZH, false), peakDoc(checklist.ZH)
	for name, write := range map[string]func(io.Writer) error{
		"daylog":   func(w io.Writer) error { _, err := DayLogPDF(w, fullDay(t)); return err },
		"sheet":    func(w io.Writer) error { return BlankPDF(w, list, "济宁分行", checklist.ZH) },
		"sheet x":  func(w io.Writer) error { return BlankXLSX(w, list, "济宁分行", checklist.ZH) },
		"roster":   func(w io.Writer) error { return RosterTemplate(w, checklist.ZH, at) },
		"slides":   func(w io.Writer) error { _, err := Slides(w, PDF, SlideDoc{Lang: checklist.ZH}); return err },
		"slides p": func(w io.Writer) error { _, err := Slides(w, PPTX, SlideDoc{Lang: checklist.ZH}); return err },
		"card":     func(w io.Writer) error { _, err := MeetingCard(w, PDF, meeting); return err },
		"peak":     func(w io.Writer) error { _, err := Peak(w, PDF, peaks); return err },
		"peak p":   func(w io.Writer) error { _, err := Peak(w, PNG, peaks); return err },
		"card p":   func(w io.Writer) error { _, err := MeetingCard(w, PNG, meeting); return err },
	} {
		var whole bytes.Buffer
		require.NoError(t, write(&whole), name)
		for _, room := range []int{0, 20, whole.Len() / 2, whole.Len() - 1} {
			require.ErrorIs(t, write(&full{room}), syscall.ENOSPC, "%s with room for %d of %d bytes", name, room, whole.Len())
		}
	}
}
