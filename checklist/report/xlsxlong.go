package report

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// longPart is from how many rows a table is written row by row: everything at once
// would take minutes and much memory at 16,000 halls.
const longPart = 1500

// longTab is partTab for a long table: no merged cells, rows of one height.
func (p *paper) longTab(b *book, x *part) {
	b.f.SetZipWriter(func(w io.Writer) excelize.ZipWriter { return &sortedZip{w, map[string]*bytes.Buffer{}} })
	t := b.newTab(x.Sheet, x.Cols)
	t.setup(1, p.footer())
	sw, err := b.f.NewStreamWriter(x.Sheet)
	if b.keep(err); err != nil {
		return
	}
	head := look{size: xlBody, bold: true, ink: "1F4E79", fill: xlBand, align: centre}
	cells := make([]any, len(x.Cols))
	for i, c := range x.Cols {
		cells[i] = excelize.Cell{StyleID: b.style(head), Value: c.Title}
	}
	b.keep(sw.SetRow("A1", cells, excelize.RowOpts{Height: 22}))
	for i := range x.Rows {
		for k, c := range x.Rows[i].Cells {
			cells[k] = b.streamed(c, cellLook(x, &x.Rows[i], k))
		}
		b.keep(sw.SetRow(cellAt(1, i+2), cells, excelize.RowOpts{Height: 19}))
	}
	b.keep(sw.Flush())
}

// streamed is a cell as a stream takes it: a number as a number with its decimals,
// everything else as a text.
func (b *book) streamed(c cell, l look) excelize.Cell {
	if c.Num == "" {
		return excelize.Cell{StyleID: b.style(l), Value: cut(clean(c.Text))}
	}
	whole, places, decimal := strings.Cut(c.Num, ".")
	switch {
	case c.Format != "":
		l.format = c.Format
	case decimal:
		l.format = "0." + strings.Repeat("0", len(places))
	}
	if !decimal {
		if n, err := strconv.Atoi(whole); err == nil {
			return excelize.Cell{StyleID: b.style(l), Value: n}
		}
	}
	n, err := strconv.ParseFloat(c.Num, 64) // for the file only: a few digits are exact in it
	b.keep(err)
	return excelize.Cell{StyleID: b.style(l), Value: n}
}

// sortedZip holds the parts of a workbook and writes them by name: the library
// takes streamed sheets out of a map, in any order.
type sortedZip struct {
	w     io.Writer
	parts map[string]*bytes.Buffer
}

// Create implements excelize.ZipWriter.
func (z *sortedZip) Create(name string) (io.Writer, error) {
	b := &bytes.Buffer{}
	z.parts[name] = b
	return b, nil
}

// AddFS implements excelize.ZipWriter; workbooks have none.
func (z *sortedZip) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close implements excelize.ZipWriter.
func (z *sortedZip) Close() error {
	out := zip.NewWriter(z.w)
	for _, name := range slices.Sorted(maps.Keys(z.parts)) {
		w, err := out.Create(name)
		if err != nil {
			return err
		}
		if _, err := z.parts[name].WriteTo(w); err != nil {
			return err
		}
	}
	return out.Close()
}
