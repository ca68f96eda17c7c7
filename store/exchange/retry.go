package exchange

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
)

// awaited are the refusals that are over as soon as headquarters has done its part:
// let the device in, or installed the version of a checklist. Everything else that
// was refused waits for somebody to decide about that very file.
var awaited = []string{bundle.ErrUnknownDevice, "exchange.devicePending", "exchange.foreignVersion"}

// Ready counts the refused files whose reason is over; at a branch there are none.
func (x *Exchange) Ready(ctx context.Context) (int, error) {
	list, err := x.ready(ctx)
	return len(list), err
}

// Retry takes in the refused files whose reason is over, as if they came now: what
// waited for a device to be let in, or for a checklist. It may be done at any time
// and again. A file that is refused for another reason now gets that one; the
// outcomes are of files that were taken in or got one.
func (x *Exchange) Retry(ctx context.Context, progress func(done, total int)) ([]Outcome, error) {
	list, err := x.ready(ctx)
	if err != nil {
		return nil, err
	}
	if len(list) > 0 {
		out, err := x.retry(ctx, list, progress)
		if err != nil {
			return out, err
		}
		_, err = x.Store.AcceptTaken(ctx)
		return out, err
	}
	_, err = x.Store.AcceptTaken(ctx) // of a retry that was cut off
	return nil, err
}

func (x *Exchange) retry(ctx context.Context, list []waiting, progress func(done, total int)) ([]Outcome, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	paths, by := make([]string, len(list)), map[string]*waiting{}
	for i := range list {
		paths[i] = list[i].path
		by[paths[i]] = &list[i]
	}
	r, _, err := x.receiver(ctx, paths)
	if err != nil {
		return nil, err
	}
	r.names = map[string]string{}
	for _, w := range list {
		r.names[w.path] = w.Name
	}
	var out []Outcome
	count := &steps{report: progress, total: len(paths)}
	err = r.each(ctx, paths, x.group, r.putPhotos, func(group []*opened) error {
		r.takeMany(ctx, group)
		for _, one := range group {
			if err := r.takeOne(ctx, one); err != nil {
				return err
			}
			count.step()
			w := by[one.o.File]
			if one.o.Err != nil && one.o.Code == w.Code { // nothing new about it
				x.tried.Store(w.SHA256, w.sign)
				continue
			}
			if err := r.file(ctx, &one.o); err != nil {
				return err
			}
			one.o.File = w.Name
			out = append(out, one.o)
		}
		return nil
	})
	return out, err
}

// waiting is a refused file whose reason is over.
type waiting struct {
	store.Quarantined
	path string // of the copy
	sign string // what ended the reason: the same is not tried twice
}

func (x *Exchange) ready(ctx context.Context) ([]waiting, error) {
	p, err := x.Store.Profile(ctx)
	if err != nil || p.Face != checklist.FaceHQ {
		return nil, err
	}
	held, err := x.Store.Held(ctx, awaited)
	if err != nil || len(held) == 0 {
		return nil, err
	}
	devices, err := x.Store.Devices(ctx)
	if err != nil {
		return nil, err
	}
	var out []waiting
	for _, q := range held {
		sign, err := x.isOver(ctx, q, devices)
		if err != nil {
			return nil, err
		}
		path, gone := x.copyOf(q)
		if before, ok := x.tried.Load(q.SHA256); sign == "" || gone != nil || ok && before == sign {
			continue
		}
		out = append(out, waiting{q, path, sign})
	}
	// each device's in order
	slices.SortStableFunc(out, func(a, b waiting) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// isOver says what ended the reason of a refusal, "" while it still holds.
func (x *Exchange) isOver(ctx context.Context, q store.Quarantined, devices []store.Device) (string, error) {
	var why *checklist.Error
	if !errors.As(q.Err(), &why) {
		return "", nil
	}
	if q.Code == "exchange.foreignVersion" {
		version, err := strconv.Atoi(why.Args["version"])
		if err != nil {
			return "", nil //nolint:nilerr // no number: nothing to wait for
		}
		_, _, err = x.Store.ChecklistSource(ctx, why.Args["id"], version)
		if checklist.CodeOf(err) == "store.unknownChecklist" {
			return "", nil
		}
		return "list", err
	}
	sign := ""
	for _, d := range devices {
		if isFrom(q, why, d) && (d.State == DeviceActive || d.State == DeviceRetired) {
			sign += d.ID + d.State + itoa(d.At) + " "
		}
	}
	return sign, nil
}

// isFrom says whether a refused file is a device's, as far as that is known.
func isFrom(q store.Quarantined, why *checklist.Error, d store.Device) bool {
	short := bundle.Short(d.ID)
	return d.ID == q.Device || short == q.Device || short == why.Args["device"]
}

// Waiting counts the files of a device that wait for nothing but that it is let in.
func Waiting(ctx context.Context, st *store.Store, d store.Device) (n int, err error) {
	list, err := st.Held(ctx, awaited)
	for _, q := range list {
		var why *checklist.Error
		if errors.As(q.Err(), &why) && q.Code != "exchange.foreignVersion" && isFrom(q, why, d) {
			n++
		}
	}
	return n, err
}

// retry is Retry in a round of a carrier.
func (r *round) retry(ctx context.Context) {
	if ctx.Err() != nil {
		return
	}
	list, err := r.c.x.Retry(ctx, func(done, total int) {
		r.tell(Step{Phase: "import", Done: int64(done), Total: int64(total)})
	})
	r.out.Imported = append(r.out.Imported, list...)
	if ctx.Err() == nil {
		r.fail(err)
	}
}
