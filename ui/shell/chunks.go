package shell

// Chunk is how many rows one question to the store brings.
const Chunk = 200

// keepChunks is how many chunks are held at most: those furthest from the last
// one are dropped.
const keepChunks = 24

// Chunks holds the rows of a long list that were looked at: however long the
// list, the store is asked only for the stretch on the screen.
type Chunks[R any] struct {
	Total int // rows of the whole list

	rows  map[int][]R // chunk number → rows
	asked map[int]bool
	fetch func(n int)
}

// NewChunks makes an empty list; fetch asks for chunk n, to be given to Give.
func NewChunks[R any](fetch func(n int)) Chunks[R] {
	return Chunks[R]{rows: map[int][]R{}, asked: map[int]bool{}, fetch: fetch}
}

// At returns row i, or nil while it is on its way.
func (c *Chunks[R]) At(i int) *R {
	if i < 0 || i >= c.Total {
		return nil
	}
	if n := i / Chunk; !c.asked[n] {
		c.asked[n] = true
		c.fetch(n)
	}
	return c.Held(i)
}

// Held is row i without asking for it.
func (c *Chunks[R]) Held(i int) *R {
	if rows := c.rows[i/Chunk]; i >= 0 && i%Chunk < len(rows) {
		return &rows[i%Chunk]
	}
	return nil
}

// Give takes chunk n of a list of total rows.
func (c *Chunks[R]) Give(n int, rows []R, total int) {
	c.rows[n], c.asked[n], c.Total = rows, true, total
	for len(c.rows) > keepChunks {
		far := n
		for k := range c.rows {
			if max(k-n, n-k) > max(far-n, n-far) {
				far = k
			}
		}
		delete(c.rows, far)
		delete(c.asked, far)
	}
}

// Find is the place of a row among those held, -1 = not there.
func (c *Chunks[R]) Find(is func(*R) bool) int {
	for n, rows := range c.rows {
		for k := range rows {
			if is(&rows[k]) {
				return n*Chunk + k
			}
		}
	}
	return -1
}
