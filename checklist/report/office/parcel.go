// Package office is for files that Word, PowerPoint, WPS and LibreOffice open: it
// writes text documents (DOCX) and slides (PPTX) after ECMA-376, transitional,
// with the standard library alone. It knows paragraphs, tables and pictures but no
// word of the trade. Pictures are stored as they are; the same content always
// gives the same bytes.
package office

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"fmt"
	"hash/crc32"
	"image"
	_ "image/jpeg" // the kinds of picture
	_ "image/png"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Props is what a file says about itself. Made is written as UTC, to the second.
type Props struct {
	Title, Author string
	Lang          string // of the text: "zh-CN", "en-US"
	Made          time.Time
}

// Image is a picture that was read.
type Image struct {
	Data   []byte // JPEG or PNG, stored as it is
	W, H   int    // pixels
	Format string // jpeg, png
}

// ReadImage looks at the head of a JPEG or PNG. Errors: the decoder's for
// anything else, and for a picture without pixels.
func ReadImage(data []byte) (Image, error) {
	cfg, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return Image{}, fmt.Errorf("office: picture: %w", err)
	}
	if cfg.Width == 0 || cfg.Height == 0 {
		return Image{}, fmt.Errorf("office: picture: %w", image.ErrFormat)
	}
	return Image{Data: data, W: cfg.Width, H: cfg.Height, Format: format}, nil
}

// piece is one file in the parcel.
type piece struct {
	name string
	typ  string // content type; "" = by its ending
	data []byte
	raw  bool // stored, not compressed
}

// parcel is an OPC package (ECMA-376 part 2) being filled.
type parcel struct {
	pieces []piece
	rels   map[string][]string // by the name of the part that refers
	media  map[[sha256.Size]byte]string
	folder string // of the pictures: "word/media"
}

func newParcel(folder string) *parcel {
	return &parcel{rels: map[string][]string{}, media: map[[sha256.Size]byte]string{}, folder: folder}
}

// add puts a part of XML in.
func (p *parcel) add(name, typ, xml string) {
	p.pieces = append(p.pieces, piece{name: name, typ: typ, data: []byte(xmlHead + xml)})
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// relBase begins the types of relationships between parts.
const relBase = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

// relate notes that the part source refers to target, a path relative to it, and
// returns the id of the reference. One target has one id in a source.
func (p *parcel) relate(source, typ, target string) string {
	if !strings.Contains(typ, "/") {
		typ = relBase + typ
	}
	tail := fmt.Sprintf(` Type="%s" Target="%s"/>`, typ, escape(target))
	for _, r := range p.rels[source] {
		if strings.HasSuffix(r, tail) {
			return strings.SplitN(r, `"`, 3)[1]
		}
	}
	id := "rId" + strconv.Itoa(len(p.rels[source])+1)
	p.rels[source] = append(p.rels[source], `<Relationship Id="`+id+`"`+tail)
	return id
}

// picture stores a picture once and returns its file name in the folder.
func (p *parcel) picture(img Image) string {
	sum := sha256.Sum256(img.Data)
	if name, ok := p.media[sum]; ok {
		return name
	}
	ending := "jpeg"
	if img.Format == "png" {
		ending = "png"
	}
	name := fmt.Sprintf("image%d.%s", len(p.media)+1, ending)
	p.media[sum] = name
	p.pieces = append(p.pieces, piece{name: p.folder + "/" + name, data: img.Data, raw: true})
	return name
}

// write writes the zip: the list of types first, then the references, then the parts.
func (p *parcel) write(w io.Writer) error {
	var types strings.Builder
	types.WriteString(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="jpeg" ContentType="image/jpeg"/><Default Extension="png" ContentType="image/png"/>` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>`)
	for _, x := range p.pieces {
		if x.typ != "" {
			types.WriteString(`<Override PartName="/` + x.name + `" ContentType="` + x.typ + `"/>`)
		}
	}
	types.WriteString(`</Types>`)
	f, err := flate.NewWriter(io.Discard, flate.DefaultCompression)
	if err != nil {
		return err
	}
	z := &packer{zip: zip.NewWriter(w), flate: f}
	z.pack(piece{name: "[Content_Types].xml", data: []byte(xmlHead + types.String())})
	z.pack(p.references(""))
	for _, x := range p.pieces {
		z.pack(x)
		if len(p.rels[x.name]) > 0 {
			z.pack(p.references(x.name))
		}
	}
	if z.err != nil {
		return z.err
	}
	return z.zip.Close()
}

// packer writes the entries of a zip and remembers the first error.
type packer struct {
	zip   *zip.Writer
	flate *flate.Writer
	err   error
}

// references is the part that lists what source refers to.
func (p *parcel) references(source string) piece {
	at := strings.LastIndexByte(source, '/') + 1
	return piece{
		name: source[:at] + "_rels/" + source[at:] + ".rels",
		data: []byte(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			strings.Join(p.rels[source], "") + `</Relationships>`),
	}
}

// dosEpoch is 1980-01-01, the date office programs write into their zips.
const dosEpoch = 1<<5 | 1

// pack writes one entry with its size in front, as office programs do.
func (z *packer) pack(x piece) {
	if z.err != nil {
		return
	}
	h := &zip.FileHeader{Name: x.name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(x.data), UncompressedSize64: uint64(len(x.data))}
	//lint:ignore SA1019 CreateRaw writes this field and does not look at Modified
	h.ModifiedDate = dosEpoch
	data := x.data
	if !x.raw {
		var b bytes.Buffer
		z.flate.Reset(&b)
		if _, z.err = z.flate.Write(x.data); z.err == nil {
			z.err = z.flate.Close()
		}
		h.Method, data = zip.Deflate, b.Bytes()
	}
	h.CompressedSize64 = uint64(len(data))
	if z.err == nil {
		var out io.Writer
		if out, z.err = z.zip.CreateRaw(h); z.err == nil {
			_, z.err = out.Write(data)
		}
	}
}

// docProps adds the two parts of properties every file has; extra is put into the
// program's part.
func (p *parcel) docProps(d Props, extra string) {
	at := d.Made.UTC().Format("2006-01-02T15:04:05Z")
	if d.Made.IsZero() {
		at = "2026-01-01T00:00:00Z"
	}
	p.add("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml",
		`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"`+
			` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"`+
			` xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`+
			`<dc:title>`+escape(d.Title)+`</dc:title><dc:creator>`+escape(d.Author)+`</dc:creator>`+
			`<cp:lastModifiedBy>`+escape(d.Author)+`</cp:lastModifiedBy><cp:revision>1</cp:revision>`+
			`<dcterms:created xsi:type="dcterms:W3CDTF">`+at+`</dcterms:created>`+
			`<dcterms:modified xsi:type="dcterms:W3CDTF">`+at+`</dcterms:modified></cp:coreProperties>`)
	p.add("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml",
		`<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"`+
			` xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">`+
			`<Application>Hallcheck</Application>`+extra+`<AppVersion>16.0000</AppVersion></Properties>`)
	p.relate("", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml")
	p.relate("", "extended-properties", "docProps/app.xml")
}

// escape makes a text fit to stand in XML, in elements and attributes: no
// control or invisible formatting characters, line breaks as spaces.
func escape(s string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\n' || r == '\t' || r == '\r':
			b.WriteByte(' ')
		case unicode.In(r, unicode.Cc, unicode.Cf) && r != '\u200d', r == 0xFFFE, r == 0xFFFF:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// breaks cuts a text at its line breaks.
func breaks(s string) []string {
	return strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s), "\n")
}
