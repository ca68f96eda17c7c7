package exchange_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
	"hallcheck/checklist/bundle"
	"hallcheck/store/exchange"
	"hallcheck/store/storetest"
)

// novemberBulletin issues the bulletin of what headquarters has.
func novemberBulletin(t *testing.T, hq *site, replaces string, no int) string {
	t.Helper()
	p := bulletin.Plan{From: "2026-11-01", To: "2026-11-30", Checklist: "env", Prefix: "通报", No: no, Names: true, Replaces: replaces}
	c, err := hq.st.Checklist(t.Context(), "env", 0)
	require.NoError(t, err)
	q, err := p.Query([]string{"env"}, "2026-12-01")
	require.NoError(t, err)
	f, err := hq.st.BulletinFacts(t.Context(), q, nil)
	require.NoError(t, err)
	in := bulletin.Input{Plan: p, Facts: f, Lists: []*checklist.Checklist{c}}
	if replaces != "" {
		_, in.Previous, err = hq.st.Bulletin(t.Context(), replaces)
		require.NoError(t, err)
	}
	d, err := bulletin.Freeze(in)
	require.NoError(t, err)
	e, err := hq.st.FreezeBulletin(t.Context(), d, p)
	require.NoError(t, err)
	_, err = hq.st.IssueBulletin(t.Context(), e.ID)
	require.NoError(t, err)
	return e.ID
}

// A bulletin goes to the branch with its own row and the paper, and nothing of any
// other hall; a new edition follows; every file may come twice; a branch cannot
// publish.
func TestBulletinIsPublished(t *testing.T) {
	hq, b := pair(t)
	usb, back := t.TempDir(), t.TempDir()
	b.inspect(t, "in-1", 2)
	b.export(t, usb)
	hq.take(t, usb)
	halls := []checklist.Branch{hall(1)}
	for i := 2; i <= 5; i++ {
		x := hall(1)
		x.Code, x.Name = hall(i).Code, hall(i).Name+"保密"
		halls = append(halls, x)
	}
	require.NoError(t, hq.st.SaveBranches(t.Context(), halls))
	for i, h := range halls[1:] {
		at := time.Date(2026, 11, 9, 1, 0, 0, 0, time.UTC)
		require.NoError(t, hq.st.StartInspection(t.Context(), storetest.Finished(t, "other-"+h.Code, h, at, 1, i)))
	}
	id := novemberBulletin(t, hq, "", 1)
	pdf := []byte("%PDF-1.7 " + id)
	n, err := hq.st.PublishBulletin(t.Context(), id, pdf)
	require.NoError(t, err)
	require.Equal(t, 5, n)
	answer := hq.export(t, back)
	require.Equal(t, exchange.StatusNew, b.take(t, answer.Path)[0].Status)
	require.Equal(t, exchange.StatusSame, b.take(t, answer.Path)[0].Status)
	got, err := b.st.Published(t.Context(), "B001")
	require.NoError(t, err)
	require.Len(t, got, 1)
	own := got[0].Own
	require.Equal(t, []any{id, "通报〔2026〕1号", 1, 3, 3, "75.0"}, []any{got[0].ID, got[0].Number, got[0].Edition, own.Rank, own.PeerRank, own.Score.String()})
	require.Equal(t, []any{5, "100.0", "62.5"}, []any{got[0].All.Halls, got[0].All.Best.String(), got[0].All.Lowest.String()})
	require.NotEmpty(t, own.Weak)
	paper, err := b.st.PublishedPaper(t.Context(), "B001", id)
	require.NoError(t, err)
	require.Equal(t, pdf, paper)
	for _, h := range halls[1:] {
		require.NotContains(t, b.dump(t), h.Code)
		require.NotContains(t, b.dump(t), h.Name)
	}
	all, sent, err := hq.st.BulletinSpread(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, []int{5, 1}, []int{all, sent}, "the others have no device yet")
	_, err = hq.x.Export(t.Context(), exchange.ExportOptions{To: back}, nil)
	require.Contains(t, []string{"exchange.nothing", "exchange.noDevice"}, checklist.CodeOf(err), "a bulletin is sent once")

	require.NoError(t, hq.st.StartInspection(t.Context(), storetest.Finished(t, "late", halls[4], time.Date(2026, 11, 12, 1, 0, 0, 0, time.UTC), 1, 0)))
	second := novemberBulletin(t, hq, id, 1)
	_, err = hq.st.PublishBulletin(t.Context(), id, pdf)
	require.Equal(t, "bulletin.state", checklist.CodeOf(err), "what was replaced is not published any more")
	_, err = hq.st.PublishBulletin(t.Context(), second, pdf)
	require.NoError(t, err)
	b.take(t, hq.export(t, back).Path)
	got, err = b.st.Published(t.Context(), "B001")
	require.NoError(t, err)
	require.Len(t, got, 2)
	require.Equal(t, []any{2, id}, []any{got[0].Edition, got[0].Replaces})
	require.Equal(t, []int{3, 4}, []int{got[0].Changed.FromRank, got[0].Changed.ToRank})
	in, err := b.st.Inspection(t.Context(), "in-1")
	require.NoError(t, err)
	require.True(t, got[0].Shows(in.Checklist.ID, in.Day), "its appeal may begin with it")

	require.NoError(t, hq.st.ResendTo(t.Context(), "B001"), "as for a second computer there")
	due, err := hq.st.DuePublished(t.Context(), []string{"B001"})
	require.NoError(t, err)
	require.Len(t, due, 1, "the edition in force, once more")
	require.Equal(t, []any{second, pdf}, []any{due[0].ID, due[0].PDF})
	require.NoError(t, b.st.OpenBulletin(t.Context(), "B001", second))
	b.take(t, hq.export(t, back).Path)
	unread, err := b.st.UnreadBulletins(t.Context(), "B001")
	require.NoError(t, err)
	require.Empty(t, unread, "what comes again was read")
}

// Whoever has a branch's keys can neither publish to headquarters nor bring another
// branch's part in.
func TestBulletinForgeries(t *testing.T) {
	hq, b := pair(t)
	var keys bundle.Keys
	text, err := os.ReadFile(filepath.Join(b.dir, "keys", "device.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &keys))
	card, err := bundle.ReadCard(cardOf(t, hq))
	require.NoError(t, err)
	part := bulletin.Published{
		Format: 1, ID: hashOf(nil), Branch: "B001", Number: "假通报", Edition: 1, From: "2026-11-01", To: "2026-11-30", Day: "2026-12-01", PDF: []byte("%PDF-1.7"),
	}
	write := func(change func(*bulletin.Published)) string {
		x := part
		change(&x)
		var out bytes.Buffer
		_, err := bundle.Write(t.Context(), &out, bundle.Parcel{
			Signer: keys.Signer, Recipients: []string{card.Recipient}, Manifest: bundle.Manifest{
				Org: card.Org, HQ: card.HQ(), Device: "00000001-dev", Branch: "B001", Seq: 1, App: "x", Created: 1793668800,
			}, Records: []bundle.Record{{Kind: bundle.KindPublished, Published: &bundle.Published{Bulletin: x}}},
		}, nil)
		require.NoError(t, err)
		path := filepath.Join(t.TempDir(), "x.bundle")
		require.NoError(t, os.WriteFile(path, out.Bytes(), 0o600))
		return path
	}
	for name, change := range map[string]func(*bulletin.Published){
		"from a branch":  func(*bulletin.Published) {},
		"no id":          func(p *bulletin.Published) { p.ID = "x" },
		"no paper":       func(p *bulletin.Published) { p.PDF = []byte("MZ program") },
		"another period": func(p *bulletin.Published) { p.To = "2025-01-01" },
		"newer layout":   func(p *bulletin.Published) { p.Format = 99 },
	} {
		t.Run(name, func(t *testing.T) { hq.refusal(t, write(change), bundle.ErrRecord) })
	}
	list, err := hq.st.Published(t.Context(), "B001")
	require.NoError(t, err)
	require.Empty(t, list)
}
