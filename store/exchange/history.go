package exchange

import (
	"strconv"
	"sync"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
)

const (
	maxJump    = 10000 // how far a device's number may run ahead (RELIABILITY 5.5)
	maxMissing = 100
)

// history is what was imported before, to refuse early and to see gaps. The
// database has the last word when a bundle is taken in.
type history struct {
	mu    sync.Mutex
	known map[string]bool             // by SHA-256 of the file
	seqs  map[string]map[int64]string // device → number → SHA-256
	last  map[string]int64
}

func newHistory(list []store.ImportRecord) *history {
	h := &history{known: map[string]bool{}, seqs: map[string]map[int64]string{}, last: map[string]int64{}}
	for _, r := range list {
		if r.Outcome == store.OutcomeImported {
			h.add(r.SHA256, r.Device, r.Seq)
		}
	}
	return h
}

func (h *history) add(sha, device string, seq int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.known[sha] = true
	if h.seqs[device] == nil {
		h.seqs[device] = map[int64]string{}
	}
	h.seqs[device][seq] = sha
	h.last[device] = max(h.last[device], seq)
}

// hold keeps the number of a bundle that is being taken in with others; release
// gives it back when they did not get in.
func (h *history) hold(sha, device string, seq int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.seqs[device] == nil {
		h.seqs[device] = map[int64]string{}
	}
	h.seqs[device][seq] = sha
	h.last[device] = max(h.last[device], seq)
}

func (h *history) release(device string, seq int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.seqs[device], seq)
	h.last[device] = 0
	for n := range h.seqs[device] {
		h.last[device] = max(h.last[device], n)
	}
}

func (h *history) has(sha string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.known[sha]
}

// check refuses a number that was used for something else or is out of reach.
func (h *history) check(sha, device string, seq, from int64) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	short, last := bundle.Short(device), h.last[device]
	if have, used := h.seqs[device][seq]; used && have != sha {
		return checklist.Fail(bundle.ErrFork, "device", short, "seq", itoa(seq))
	}
	if seq < from {
		return checklist.Fail(bundle.ErrReplay, "device", short, "seq", itoa(seq), "from", itoa(from))
	}
	if seq > max(last, from-1)+maxJump {
		return checklist.Fail(bundle.ErrAhead, "device", short, "seq", itoa(seq), "last", itoa(last))
	}
	return nil
}

// missing lists the device's numbers from…seq-1 that are not here.
func (h *history) missing(device string, from, seq int64) []int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []int64
	for n := max(from, 1); n < seq && len(out) < maxMissing; n++ {
		if _, ok := h.seqs[device][n]; !ok {
			out = append(out, n)
		}
	}
	return out
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
