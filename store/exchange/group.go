package exchange

import (
	"context"
	"errors"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
)

// opened is a file looked at; in is nil when there is nothing to take in.
type opened struct {
	o      Outcome
	in     *incoming
	rows   []*store.Prepared
	stored bool          // the photos are
	taken  bool          // it is in
	ready  chan struct{} // closed when prepared
	free   func()        // lets the next file be opened
	wiped  error
}

// wipe clears the staging of a file away, once.
func (one *opened) wipe() error {
	if one.free == nil {
		return one.wiped
	}
	if one.in != nil {
		if err := one.in.contents.Close(); err != nil {
			one.wiped = checklist.Fail(bundle.ErrIO, "why", "staging").Because(err)
		}
		one.in.contents = nil
	}
	one.free()
	one.free = nil
	return one.wiped
}

// ahead is how many verified bundles may be at hand while their photos go to the
// disk: flushes that wait together cost the disk little more than one.
const ahead = 8

// What goes into one transaction: a commit costs more than most bundles, but others
// wait for the database meanwhile, and who looks on wants to see something move.
const (
	groupFiles   = 100
	groupRecords = 1000
	groupWait    = 300 * time.Millisecond
)

// each works on several files at once, so that decrypting, storing photos and
// waiting for the database go side by side: one is verified, some are prepared, and
// up to group of them are dealt with together, in the order of files. Staging is
// wiped as soon as it is not needed.
func (r *receiver) each(ctx context.Context, files []string, group int, prepare func(context.Context, *opened), deal func([]*opened) error) (err error) {
	whole := ctx
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var list []*opened
	var soon <-chan time.Time
	dealt := 0
	flush := func() {
		if err == nil && len(list) > 0 {
			err = deal(list)
		}
		dealt += len(list)
		for _, one := range list {
			if wipe := one.wipe(); wipe != nil && err == nil {
				err = wipe
			}
		}
		if list, soon = nil, nil; err != nil {
			cancel()
		}
	}
	verified := r.verify(ctx, files, group, prepare)
	for open := true; open; {
		select {
		case one, ok := <-verified:
			if open = ok; !ok {
				break
			}
			<-one.ready
			if list = append(list, one); soon == nil {
				soon = time.After(groupWait)
			}
			if len(list) >= group || weight(list) >= groupRecords || one.in != nil && !one.stored {
				flush()
			}
		case <-soon:
			flush()
		}
	}
	flush()
	if err == nil && dealt < len(files) { // stopped before the rest was opened
		err = whole.Err()
	}
	return err
}

func weight(list []*opened) (n int) {
	for _, one := range list {
		if one.in != nil {
			n += len(one.rows) + len(one.in.loop.Events) + len(one.in.loop.Reviews)
		}
	}
	return n
}

// verify opens the files one after the other and lets each be prepared beside the next.
func (r *receiver) verify(ctx context.Context, files []string, group int, prepare func(context.Context, *opened)) <-chan *opened {
	verified := make(chan *opened, max(ahead, group))
	slots := make(chan struct{}, ahead)
	go func() {
		defer close(verified)
		for _, f := range files {
			slots <- struct{}{}
			if ctx.Err() != nil {
				return
			}
			o, in := r.open(ctx, f)
			one := &opened{o: o, in: in, ready: make(chan struct{}), free: func() { <-slots }}
			go func() {
				defer close(one.ready)
				if in != nil && ctx.Err() == nil {
					prepare(ctx, one)
				}
				if in == nil || one.stored {
					_ = one.wipe() // kept in one, and told when it is its turn
				}
			}()
			verified <- one
		}
	}()
	return verified
}

// takeMany takes the bundles of a list in together. Where one of them cannot be,
// none is, and takeOne finds out which: a bad one keeps no other out.
func (r *receiver) takeMany(ctx context.Context, list []*opened) {
	if ctx.Err() != nil {
		return
	}
	var group []*opened
	var all []store.Incoming
	for _, one := range list {
		o := &one.o
		if one.in == nil || o.Err != nil || !one.stored || r.past.check(o.SHA256, o.Device, o.Seq, r.devices[o.Device].FromSeq) != nil {
			continue
		}
		if r.install(ctx, one.in, o.Branch.Code) != nil {
			continue // take says why
		}
		o.Missing = r.past.missing(o.Device, r.devices[o.Device].FromSeq, o.Seq)
		r.past.hold(o.SHA256, o.Device, o.Seq)
		group, all = append(group, one), append(all, r.incoming(one))
	}
	if len(group) == 0 {
		return
	}
	reps, err := r.x.Store.ImportMany(ctx, all)
	for i, one := range group {
		if err != nil {
			one.o.Missing = nil
			r.past.release(one.o.Device, one.o.Seq)
			continue
		}
		r.taken(one, &reps[i])
	}
}

// takeOne takes in what did not get in together with others. The error says that
// the import was stopped; what is wrong with the bundle stands in its outcome.
func (r *receiver) takeOne(ctx context.Context, one *opened) error {
	if one.taken {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	r.take(ctx, one)
	if err := ctx.Err(); err != nil && errors.Is(one.o.Err, err) {
		return err // stopped, not refused
	}
	return nil
}
