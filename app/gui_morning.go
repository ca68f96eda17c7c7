//go:build !headless

package main

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/google/uuid"

	"hallcheck/app/cli"
	"hallcheck/checklist"
	"hallcheck/checklist/table"
	"hallcheck/store"
	"hallcheck/ui/morning"
	"hallcheck/ui/observe"
)

// morning gives the page of meetings what it needs.
func (d *desk) morning(pages album) *morning.Services {
	return &morning.Services{
		Records: d.st, Log: d.st, Desk: d.st, Photos: pages, Papers: meetingPapers{d}, NewID: uuid.NewString, Initials: cli.Initials, ReadFile: readTable, Burn: d.album.BurnMosaic, Roster: d.st.Roster, HallBegun: d.st.HallBegun,
	}
}

// observe gives the page of the etiquette observation what it needs.
func (d *desk) observe() *observe.Services {
	return &observe.Services{Records: d.st, Log: d.st, Desk: d.st, NewID: uuid.NewString, Initials: cli.Initials, Roster: d.st.Roster}
}

// meetingPapers writes cards and records.
type meetingPapers struct{ d *desk }

func (p meetingPapers) papers(ctx context.Context) *cli.MeetingPapers {
	return &cli.MeetingPapers{Store: p.d.st, Album: p.d.album, Lang: p.d.lang(ctx), Now: time.Now}
}

// SaveMeetingCard writes the share card as .png or .pdf.
func (p meetingPapers) SaveMeetingCard(ctx context.Context, path, sheet string, names bool) error {
	return p.papers(ctx).Save(ctx, path, sheet, names, true)
}

// SaveMeetingRecord writes the record as .pdf or .xlsx.
func (p meetingPapers) SaveMeetingRecord(ctx context.Context, path, sheet string, names bool) error {
	return p.papers(ctx).Save(ctx, path, sheet, names, false)
}

// readTable reads a file that holds a table, whole.
func readTable(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err == nil && info.Size() > table.MostBytes {
		return nil, checklist.Fail("table.large", "file", filepath.Base(path), "most", strconv.Itoa(table.MostBytes>>20))
	}
	data, err := os.ReadFile(path) // #nosec G304 -- the person chose it
	if err != nil {
		return nil, checklist.Fail("files.unreadable", "path", path).Because(err)
	}
	return data, nil
}

// veiled is the store as the page of one record reads it: the names of an observation
// are for those who may see them.
type veiled struct {
	*store.Store
	lang func(ctx context.Context) checklist.Lang
}

// Inspection loads a record.
func (v veiled) Inspection(ctx context.Context, id string) (*checklist.Inspection, error) {
	in, err := v.Store.Inspection(ctx, id)
	if err != nil {
		return nil, err
	}
	return cli.Veiled(ctx, v.Store, in, v.lang(ctx))
}
