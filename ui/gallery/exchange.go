package gallery

import (
	"context"
	"fmt"
	"time"

	"hallcheck/checklist"
	"hallcheck/ui/exchange"
	"hallcheck/ui/shell"
)

// post is what outbox and inbox read in a state.
type post struct{ state string }

// hqPrint is the fingerprint of the sample headquarters' card.
const hqPrint = "2841 9031 6602 1577 9044 3187 5521 0836"

func outboxSample() Sample {
	return Sample{ID: "exchange", Icon: "send", New: func(state string) func(*shell.Shell, any) shell.Page {
		return exchange.NewOutbox(post{state}, post{state}, post{state})
	}}
}

func inboxSample() Sample {
	return Sample{ID: "inbox", Icon: "inbox", New: func(state string) func(*shell.Shell, any) shell.Page {
		return exchange.NewInbox(post{state}, post{state}, post{state}, post{state}, exchange.NewWatch(post{state}))
	}}
}

// Outbox implements exchange.Sending.
func (p post) Outbox(ctx context.Context) (exchange.Outbox, error) {
	if err := answer(ctx, p.state); err != nil || p.state == Empty {
		return exchange.Outbox{}, err
	}
	rows, _, err := archive{Full}.Summaries(ctx, checklist.Filter{})
	out := exchange.Outbox{Waiting: rows[1:4], Fingerprint: hqPrint, Request: "enrol-3701101.note", Moves: 12, Bright: 2, Roads: roads()}
	for i, d := range deliveries() {
		out.Records = append(out.Records, exchange.Record{Summary: rows[i%len(rows)], Delivery: d})
	}
	for i := range 4 {
		at := Day.AddDate(0, 0, -1-i)
		out.Past = append(out.Past, exchange.Sent{
			Files: []string{fmt.Sprintf("3701101-%04d-%s.bundle", 12-i, at.Format("20060102T1504"))}, At: at.UnixMilli(), Seq: int64(12 - i), Records: 2 + i, Photos: 9,
			Delivery: deliveries()[i+1],
		})
	}
	return out, err
}

// deliveries are a record in each state.
func deliveries() []checklist.Delivery {
	return []checklist.Delivery{
		{State: checklist.DeliveryUnsent},
		{State: checklist.DeliveryRefused, Code: "bundle.branch", Args: map[string]string{"have": "3701101", "want": "3701102"}, Words: "请用本网点的电脑重报"},
		{State: checklist.DeliveryPending, Code: "exchange.devicePending"},
		{State: checklist.DeliveryMoving, Percent: 42},
		{State: checklist.DeliveryArrived},
		{State: checklist.DeliveryReceived},
	}
}

// roads are one that works and one that does not.
func roads() []exchange.Road {
	return []exchange.Road{
		{ID: "a", Name: "分行共享盘", Reached: Day.UnixMilli(), Waiting: 0},
		{
			ID: "b", Name: "files.jnbank.cn:22", Waiting: 3, NextTry: Day.Add(24 * time.Hour).UnixMilli(),
			Err: checklist.Fail("road.offline", "place", "files.jnbank.cn:22", "why", "connect: connection refused"),
		},
	}
}

// Sync implements exchange.Carrying.
func (post) Sync(context.Context, func(done, total int)) (exchange.Carried, error) {
	return exchange.Carried{}, failure()
}

// SendAgain implements exchange.Carrying.
func (post) SendAgain(context.Context) (int, error) { return 1, nil }

// Export implements exchange.Sending.
func (post) Export(context.Context, string, func(done, total int)) (exchange.Sent, error) {
	return exchange.Sent{}, failure()
}

// ReadCard implements exchange.Sending.
func (post) ReadCard(context.Context, string) (exchange.Card, error) {
	return exchange.Card{Org: "济宁分行", Fingerprint: hqPrint}, nil
}

// UseCard implements exchange.Sending.
func (post) UseCard(context.Context, string) error { return nil }

// SaveRequest implements exchange.Sending.
func (post) SaveRequest(_ context.Context, dir string) (string, error) { return dir, nil }

// Inbox implements exchange.Receiving.
func (p post) Inbox(ctx context.Context) (exchange.Inbox, error) {
	out := exchange.Inbox{Fingerprint: hqPrint}
	if err := answer(ctx, p.state); err != nil || p.state == Empty {
		return out, err
	}
	out.Halls, out.Reported, out.Records, out.Refused, out.Decisions = 27, 25, 168, 2, 14
	for i, b := range halls() {
		at := Day.Add(-time.Duration(i) * 3 * time.Hour)
		a := exchange.Arrival{Name: fmt.Sprintf("%s-%04d-%s.bundle", b.Code, 13-i%5, at.Format("20060102T1504")), Branch: b.Name, Seq: int64(13 - i%5), At: at.UnixMilli()}
		if i == 2 {
			a.Branch, a.Refused, a.Code = b.Code, true, "bundle.signature"
		}
		if i == 5 {
			a.Branch, a.Refused, a.Code = b.Code, true, "bundle.unknownDevice"
		}
		out.Past = append(out.Past, a)
		out.Devices = append(out.Devices, exchange.Device{Branch: b.Name, Code: b.Code, Active: i != 4, LastSeq: a.Seq, LastAt: a.At})
	}
	for i, code := range []string{"bundle.signature", "bundle.unknownDevice"} {
		b := halls()[2+3*i]
		out.Open = append(out.Open, exchange.Refusal{
			ID: "4f1c2a", Name: "B1-" + b.Code + "-5c1f20aa-00000012-0f3f5a77c1d20b9e.bundle", Branch: b.Name, At: Day.UnixMilli(),
			Err: checklist.Fail(code, "device", "5c1f20aa"), Copy: true,
		})
	}
	out.Sources = []string{"/srv/share/报送"}
	return out, nil
}

// Reconsider implements exchange.Deciding.
func (post) Reconsider(context.Context, string) (exchange.Bundle, error) {
	return exchange.Bundle{}, failure()
}

// Return implements exchange.Deciding.
func (post) Return(context.Context, string, string) error { return failure() }

// Discard implements exchange.Deciding.
func (post) Discard(context.Context, string, string, bool) error { return failure() }

// Waiting implements exchange.Watching.
func (post) Waiting(context.Context) (int, error) { return 0, nil }

// Gather implements exchange.Watching.
func (post) Gather(context.Context, bool, func(done, total int)) (exchange.Gathered, error) {
	return exchange.Gathered{}, failure()
}

// SetSources implements exchange.Watching.
func (post) SetSources(context.Context, []string) error { return failure() }

// Find implements exchange.Receiving.
func (post) Find(context.Context, []string) (bundles, requests []string, err error) {
	return []string{"3701101-0013.bundle"}, []string{"enrol-3701101.note"}, nil
}

// Preview implements exchange.Receiving.
func (post) Preview(context.Context, []string) ([]exchange.Bundle, error) {
	all := halls()
	return []exchange.Bundle{
		{File: "3701101-0013.bundle", Status: exchange.New, Branch: all[1], Seq: 13, Records: 4, New: 4, Photos: 31},
		{File: "3701100-0009.bundle", Status: exchange.Same, Branch: all[0], Seq: 9, Records: 3, Photos: 12},
		{File: "3701102-0004.bundle", Status: exchange.Refused, Err: checklist.Fail("bundle.signature")},
	}, nil
}

// Import implements exchange.Receiving.
func (p post) Import(ctx context.Context, files []string, _ func(done, total int)) ([]exchange.Bundle, error) {
	return p.Preview(ctx, files)
}

// ReadRequest implements exchange.Enrolling.
func (post) ReadRequest(_ context.Context, path string) (exchange.Request, error) {
	return exchange.Request{Path: path, Branch: ownHall(), Fingerprint: hqPrint}, nil
}

// Accept implements exchange.Enrolling.
func (post) Accept(context.Context, string) error { return nil }

// SaveCard implements exchange.Enrolling.
func (post) SaveCard(context.Context, string) error { return nil }
