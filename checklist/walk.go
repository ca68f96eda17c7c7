package checklist

import "math/big"

// The walk's ratings (DOMAIN 4.9): 1…5, the middle, and where pain and bright
// spots begin.
const (
	walkMiddle = 3
	walkPain   = 2
	walkBright = 4
)

// walk finds peak and end of a touchpoint walk (DOMAIN 4.9). The peak is the
// rating farthest from 3; of equals the lower rating, then the later touchpoint.
func walk(in *Inspection) *WalkResult {
	w := &WalkResult{}
	sum, n := 0, 0
	for _, s := range in.Sheets {
		for i := range in.Checklist.Items {
			it := &in.Checklist.Items[i]
			a := s.Answers[it.ID]
			if it.Type != TypeRating || a == nil || a.Value.Number == nil || !in.Applies(s, it) {
				continue
			}
			t := Touch{Item: it.ID, Value: int(*a.Value.Number / 1000)}
			sum, n = sum+t.Value, n+1
			if w.Peak == nil || !beats(*w.Peak, t) {
				w.Peak = &t
			}
			w.End = &t
			w.remark(it, t)
		}
	}
	if n == 0 {
		return w
	}
	memory := walkIndex(w.Peak.Value+w.End.Value, 2)
	mean := walkIndex(sum, n)
	w.MemoryIndex, w.MeanIndex = &memory, &mean
	return w
}

// beats says whether the earlier touch a stays the peak before the later b.
func beats(a, b Touch) bool {
	da, db := max(a.Value-walkMiddle, walkMiddle-a.Value), max(b.Value-walkMiddle, walkMiddle-b.Value)
	if da != db {
		return da > db
	}
	return a.Value < b.Value
}

func (w *WalkResult) remark(it *Item, t Touch) {
	key := it.Moment == "peak" || it.Moment == "end"
	if key && t.Value <= walkPain {
		w.Pain = append(w.Pain, t.Item)
	}
	if t.Value >= walkBright {
		w.Bright = append(w.Bright, t.Item)
	}
}

// walkIndex is the mean of n ratings as (v − 1)/4 × 100.
func walkIndex(sum, n int) Tenths {
	return RoundTenths(big.NewRat(int64(100*(sum-n)), int64(4*n)))
}
