package exchange

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"hallcheck/checklist"
	"hallcheck/store"
)

// QuarantineDir is the folder of copies of refused files, below the data folder.
const QuarantineDir = "quarantine"

// quarantine keeps a refused file on the list of those somebody has to decide about.
func (r *receiver) quarantine(ctx context.Context, o *Outcome, rec store.ImportRecord, copied string) error {
	q := store.Quarantined{
		SHA256: rec.SHA256, Name: rec.Name, Branch: rec.Branch, Device: rec.Device, Seq: rec.Seq, Code: o.Code, At: rec.At,
	}
	if q.Branch == "" {
		q.Branch, q.Device, q.Seq = rec.ClaimedBranch, rec.ClaimedDevice, rec.ClaimedSeq
	}
	if _, err := os.Stat(copied); err == nil {
		q.File = filepath.Base(copied)
	}
	var e *checklist.Error
	if errors.As(o.Err, &e) && len(e.Args) > 0 {
		args, err := json.Marshal(e.Args)
		if err != nil {
			return err
		}
		q.Error = string(args)
	}
	return r.x.Store.KeepRefused(ctx, q)
}

// Reconsider tries a refused file again, by its SHA-256 or the beginning of it:
// after the device was let in, a newer program was installed or the numbers were
// set anew. Taken in, it counts as accepted; refused again, its new reason stands in
// the outcome. Codes: store.unknownQuarantine, store.manyQuarantine,
// exchange.quarantineGone, and Import's.
func (x *Exchange) Reconsider(ctx context.Context, sha string) (Outcome, error) {
	q, err := x.Store.FindQuarantined(ctx, sha)
	if err != nil {
		return Outcome{}, err
	}
	path, err := x.copyOf(q)
	if err != nil {
		return Outcome{}, err
	}
	list, err := x.importAs(ctx, []string{path}, map[string]string{path: q.Name}, nil)
	if err != nil {
		return Outcome{}, err
	}
	o := list[0]
	if o.Err != nil || o.Status == StatusArriving {
		return o, nil
	}
	o.File = q.Name
	return o, x.Store.Decide(ctx, q.SHA256, store.DecisionAccepted, "")
}

// copyOf is where the copy of a refused file lies.
func (x *Exchange) copyOf(q store.Quarantined) (string, error) {
	path := filepath.Join(x.Dir, QuarantineDir, filepath.Base(q.File))
	if _, err := os.Stat(path); q.File == "" || err != nil {
		return "", checklist.Fail("exchange.quarantineGone", "name", q.Name).Because(err)
	}
	return path, nil
}

// Return tells the branch of a refused file, in headquarters' words, that it is not
// taken: they travel in the next receipt. Codes: exchange.notHQ,
// exchange.quarantineNobody when nobody knows whose file it is, and Decide's.
func (x *Exchange) Return(ctx context.Context, sha, words string) (store.Quarantined, error) {
	p, err := x.Store.Profile(ctx)
	if err != nil {
		return store.Quarantined{}, err
	}
	if p.Face != checklist.FaceHQ {
		return store.Quarantined{}, checklist.Fail("exchange.notHQ")
	}
	q, err := x.Store.FindQuarantined(ctx, sha)
	if err != nil {
		return q, err
	}
	if q.Branch == "" {
		return q, checklist.Fail("exchange.quarantineNobody", "name", q.Name)
	}
	return q, x.Store.Decide(ctx, q.SHA256, store.DecisionReturned, words)
}

// Discard puts a refused file out of sight for a reason; with erase its copy here is
// deleted. Who, when and why are kept either way.
func (x *Exchange) Discard(ctx context.Context, sha, reason string, erase bool) (store.Quarantined, error) {
	q, err := x.Store.FindQuarantined(ctx, sha)
	if err != nil {
		return q, err
	}
	if err := x.Store.Decide(ctx, q.SHA256, store.DecisionDiscarded, reason); err != nil || !erase || q.File == "" {
		return q, err
	}
	path := filepath.Join(x.Dir, QuarantineDir, filepath.Base(q.File))
	for _, p := range []string{path, path + ".txt"} {
		if err := os.Remove(p); err != nil && !errors.Is(err, os.ErrNotExist) {
			return q, checklist.Fail("exchange.quarantineErase", "name", q.Name).Because(err)
		}
	}
	return q, x.Store.ForgetQuarantineFile(ctx, q.SHA256)
}
