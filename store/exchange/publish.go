package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"strconv"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
)

// pendingKey is the setting that remembers an export across a crash: written, perhaps
// published, not yet recorded.
const pendingKey = "exchange.pending"

// pending is remembered between writing a bundle and recording it, so that a
// number under which something may have been published is never used for
// anything else: headquarters would take that for a cloned laptop.
type pending struct {
	Record store.ExportRecord
	Sent   store.Sent
	Part   string
	Name   string
	Dir    string

	crc uint32 // of the file, while it is being made
}

// send writes, publishes, reads back and records one bundle.
func (s *sender) send(ctx context.Context, group []*parcel, count *steps) (Published, error) {
	p, err := s.pack(group)
	if err != nil {
		return Published{}, err
	}
	seq, prev, err := s.nextSeq(ctx)
	if err != nil {
		return Published{}, err
	}
	if err := s.describe(ctx, &p.Manifest, seq, prev); err != nil {
		return Published{}, err
	}
	part, wr, crc, err := s.write(ctx, p, count)
	if err != nil {
		return Published{}, err
	}
	name := bundle.NameOf(&p.Manifest, wr.SHA256).String()
	todo := pending{
		Record: store.ExportRecord{Lane: s.lane, Seq: seq, SHA256: wr.SHA256, Prev: prev, Created: s.x.Clock().UnixMilli(), Path: s.path(name)},
		Part:   part, Name: name, Dir: s.dir, crc: crc,
	}
	var ids []string
	todo.Sent, ids = items(group)
	if s.profile.Face == checklist.FaceHQ {
		todo.Sent.Branch, todo.Sent.Devices = s.branch, s.readers
	}
	if err := s.publish(ctx, todo); err != nil {
		return Published{}, err
	}
	return Published{
		Name: name, Path: s.path(name), SHA256: wr.SHA256, Size: wr.Size, Seq: seq, Branch: s.branch,
		IDs: ids, Moves: len(todo.Sent.Moves), Bright: len(todo.Sent.Bright),
	}, nil
}

func (s *sender) describe(ctx context.Context, m *bundle.Manifest, seq int64, prev string) error {
	audit, head, err := s.x.Store.AuditHead(ctx)
	if err != nil {
		return err
	}
	m.Org, m.Device, m.Branch = s.profile.OrgID, s.device, s.branch
	m.Seq, m.Prev, m.App = seq, prev, s.x.App
	m.Created, m.BootMS = s.x.Clock().Unix(), time.Since(s.x.started).Milliseconds()
	m.AuditCount, m.AuditHash = audit, head
	return nil
}

// write streams the bundle into a part; a part that failed is taken away.
func (s *sender) write(ctx context.Context, p bundle.Parcel, count *steps) (name string, wr bundle.Written, crc uint32, err error) {
	part, err := s.to.Begin(ctx)
	if err != nil {
		return "", wr, 0, err
	}
	sum := bundle.CRC()
	wr, err = bundle.Write(ctx, io.MultiWriter(part, sum), p, func(int, int) { count.step() })
	if closeErr := part.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return "", wr, 0, errors.Join(err, s.to.Remove(context.WithoutCancel(ctx), part.Name()))
	}
	return part.Name(), wr, sum.Sum32(), nil
}

// publish makes a written part a bundle. Once the pending note stands the steps
// are not cancelled any more: they are short, and half way is the worst place.
func (s *sender) publish(ctx context.Context, todo pending) error {
	ctx = context.WithoutCancel(ctx)
	note, err := json.Marshal(todo)
	if err != nil {
		return err
	}
	err = s.turn.Check(ctx)
	if err == nil {
		err = s.x.Store.SetSetting(ctx, pendingKey, string(note))
	}
	if err != nil {
		return errors.Join(err, s.to.Remove(ctx, todo.Part))
	}
	if err := s.to.Publish(ctx, todo.Part, todo.Name); err != nil {
		if checklist.CodeOf(err) == "exchange.exists" {
			err = errors.Join(err, s.to.Remove(ctx, todo.Part))
		}
		return err // settle finds out later how far it went
	}
	if err := s.readBack(ctx, todo); err != nil {
		return err
	}
	return s.record(ctx, todo)
}

// readBack reads the published file again: only now may the stick be pulled. It
// looks for a bad stick, not for a forger, so a checksum will do.
func (s *sender) readBack(ctx context.Context, todo pending) error {
	sum := bundle.CRC()
	err := s.feed(ctx, todo.Name, sum)
	if err == nil && sum.Sum32() == todo.crc {
		return nil
	}
	bad := checklist.Fail("exchange.readBack", "name", todo.Name).Because(err)
	if err := s.to.Remove(ctx, todo.Name); err != nil {
		return errors.Join(bad, err)
	}
	return errors.Join(bad, s.x.Store.SetSetting(ctx, pendingKey, "")) // nobody can take a wrong file in: the number is free
}

func (s *sender) hashOf(ctx context.Context, name string) (string, error) {
	h := sha256.New()
	err := s.feed(ctx, name, h)
	return hex.EncodeToString(h.Sum(nil)), err
}

func (s *sender) feed(ctx context.Context, name string, sum io.Writer) error {
	r, err := s.to.Open(ctx, name)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.CopyBuffer(struct{ io.Writer }{sum}, struct{ io.Reader }{r}, make([]byte, 256<<10))
	return err
}

func (s *sender) record(ctx context.Context, todo pending) error {
	if err := s.x.Store.RecordExport(ctx, todo.Record, todo.Sent); err != nil {
		return err
	}
	return s.x.Store.SetSetting(ctx, pendingKey, "")
}

// settle finishes an export that was cut off after its bundle was written. If
// the bundle is there it is recorded; if its part is still there it was never
// published; else nobody knows, and its number is given up.
func (s *sender) settle(ctx context.Context) error {
	note, err := s.x.Store.Setting(ctx, pendingKey)
	if err != nil || note == "" {
		return err
	}
	var todo pending
	if err := json.Unmarshal([]byte(note), &todo); err != nil {
		return checklist.Fail("store.damaged").Because(err)
	}
	next, _, err := s.x.Store.NextExportSeq(ctx, todo.Record.Lane)
	if err != nil {
		return err
	}
	if todo.Record.Seq < next {
		return s.x.Store.SetSetting(ctx, pendingKey, "")
	}
	was := *s
	if todo.Dir != "" {
		was.dir, was.to = todo.Dir, folder{todo.Dir}
	}
	if sum, err := was.hashOf(ctx, todo.Name); err == nil && sum == todo.Record.SHA256 {
		return was.record(ctx, todo)
	}
	if r, err := was.to.Open(ctx, todo.Part); err == nil {
		_ = r.Close()
		if err := was.to.Remove(ctx, todo.Part); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return s.x.Store.SetSetting(ctx, pendingKey, "")
	}
	if err := s.x.Store.SetSetting(ctx, burnt(todo.Record.Lane), strconv.FormatInt(todo.Record.Seq, 10)); err != nil {
		return err
	}
	return s.x.Store.SetSetting(ctx, pendingKey, "")
}

func burnt(lane string) string { return store.SettingBurnt + lane }

func (s *sender) nextSeq(ctx context.Context) (seq int64, prev string, err error) {
	seq, prev, err = s.x.Store.NextExportSeq(ctx, s.lane)
	if err != nil {
		return 0, "", err
	}
	seq = max(seq, s.from)
	for _, key := range []string{burnt(s.lane), store.SettingRestored} {
		text, err := s.x.Store.Setting(ctx, key)
		if err != nil {
			return 0, "", err
		}
		if text == "" {
			continue
		}
		given, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return 0, "", checklist.Fail("store.damaged").Because(err)
		}
		seq = max(seq, given+1)
	}
	return seq, prev, nil
}
