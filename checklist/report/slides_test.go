package report

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// unzip reads the parts of an office file.
func unzip(t testing.TB, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		b, err := io.ReadAll(r)
		require.NoError(t, err)
		out[f.Name] = string(b)
	}
	return out
}

var runText = regexp.MustCompile(`<(?:a|w):t(?: [^>]*)?>([^<]*)</(?:a|w):t>`)

// said is all text of a part of XML.
func said(part string) string {
	var b strings.Builder
	for _, m := range runText.FindAllStringSubmatch(part, -1) {
		b.WriteString(strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&amp;", "&").Replace(m[1]))
	}
	return tight(b.String())
}

func slideBytes(t testing.TB, f Format, d SlideDoc) []byte {
	t.Helper()
	var b bytes.Buffer
	warnings, err := Slides(&b, f, d)
	require.NoError(t, err)
	require.Empty(t, warnings)
	return b.Bytes()
}

// words of a slide, in no order.
func wordsOfSlide(s *Slide) []string {
	out := append([]string{s.Heading, s.Tag}, s.Lines...)
	for _, f := range s.Figures {
		out = append(out, f.Value, f.Label)
	}
	if s.Table != nil {
		out = append(out, s.Table.Head...)
		for _, r := range s.Table.Rows {
			out = append(out, r...)
		}
	}
	for _, p := range s.Photos {
		out = append(out, p.Label)
	}
	return append(out, strings.Split(s.Footer, " · ")...)
}

func TestSlidesSayEverythingInBothFormats(t *testing.T) {
	for _, l := range []checklist.Lang{checklist.ZH, checklist.EN} {
		d := slideDoc(l, 5)
		pdf := slideBytes(t, PDF, d)
		require.Equal(t, len(d.Slides), bytes.Count(pdf, []byte("/Type /Page\n")))
		require.Contains(t, string(pdf), "/MediaBox [ 0 0 960.00 540.00 ]")
		pages := strings.Split(text(t, pdf), "\f")
		parts := unzip(t, slideBytes(t, PPTX, d))
		for i := range d.Slides {
			slide := parts[fmt.Sprintf("ppt/slides/slide%d.xml", i+1)]
			for _, w := range wordsOfSlide(&d.Slides[i]) {
				require.Contains(t, tight(pages[i]), tight(w), "PDF slide %d", i+1)
				require.Contains(t, said(slide), tight(w), "PPTX slide %d", i+1)
			}
			require.NotContains(t, said(slide)+tight(pages[i]), "‹")
			kind := "title"
			if i == 0 {
				kind = "ctrTitle"
			}
			require.Equal(t, 1, strings.Count(slide, `<p:ph type="`+kind+`"/>`), "slide %d has no title for the outline", i+1)
		}
		require.NotContains(t, parts, fmt.Sprintf("ppt/slides/slide%d.xml", len(d.Slides)+1))
	}
}

// The presenter's line is in the notes and nowhere else.
func TestPresentersLine(t *testing.T) {
	d := slideDoc(checklist.ZH, 3)
	parts := unzip(t, slideBytes(t, PPTX, d))
	for i := range d.Slides {
		note := tight(d.Slides[i].Notes)
		if note == "" {
			continue
		}
		require.NotContains(t, said(parts[fmt.Sprintf("ppt/slides/slide%d.xml", i+1)]), note)
		rel := parts[fmt.Sprintf("ppt/slides/_rels/slide%d.xml.rels", i+1)]
		name := regexp.MustCompile(`notesSlide\d+\.xml`).FindString(rel)
		require.Contains(t, said(parts["ppt/notesSlides/"+name]), note)
	}
	require.NotContains(t, tight(text(t, slideBytes(t, PDF, d))), tight(d.Slides[3].Notes))
}

// Every JPEG lies in both files byte by byte, once; its shape is kept.
func TestSlidePicturesAreNotTouched(t *testing.T) {
	d := slideDoc(checklist.ZH, 6)
	pdf, pptx := slideBytes(t, PDF, d), slideBytes(t, PPTX, d)
	parts := unzip(t, pptx)
	media := map[string]int{}
	for name, body := range parts {
		if strings.HasPrefix(name, "ppt/media/") {
			media[body]++
		}
	}
	used := map[string]bool{}
	for i := range d.Slides {
		for _, p := range d.Slides[i].Photos {
			r, err := album(p.Hash)
			require.NoError(t, err)
			data, err := io.ReadAll(r)
			require.NoError(t, err)
			used[string(data)] = true
			require.Equal(t, 1, media[string(data)], p.Hash)
			require.Equal(t, 1, bytes.Count(pdf, data), p.Hash)
		}
	}
	require.Len(t, media, len(used))
	shapes := regexp.MustCompile(`<p:pic>.*?r:embed="(rId\d+)".*?<a:off x="(-?\d+)" y="(-?\d+)"/><a:ext cx="(\d+)" cy="(\d+)"/>`)
	require.Contains(t, parts["ppt/slides/slide5.xml"], `descr="整改前 11-18 09:12 填单台缺老花镜`, "read aloud")
	require.Contains(t, parts["ppt/slides/slide1.xml"], `<p:bg><p:bgPr><a:solidFill><a:srgbClr val="1F4E79"/>`)
	pictures := 0
	for i := range d.Slides {
		n := strconv.Itoa(i + 1)
		for _, m := range shapes.FindAllStringSubmatch(parts["ppt/slides/slide"+n+".xml"], -1) {
			target := regexp.MustCompile(`Id="` + m[1] + `"[^>]*Target="\.\./([^"]+)"`).FindStringSubmatch(parts["ppt/slides/_rels/slide"+n+".xml.rels"])
			cfg, _, err := image.DecodeConfig(strings.NewReader(parts["ppt/"+target[1]]))
			require.NoError(t, err)
			var at [4]int
			for k := range at {
				at[k], err = strconv.Atoi(m[2+k])
				require.NoError(t, err)
			}
			require.InDelta(t, float64(cfg.Width)/float64(cfg.Height), float64(at[2])/float64(at[3]), 0.001, "distorted")
			require.GreaterOrEqual(t, at[0], 0)
			require.LessOrEqual(t, at[0]+at[2], 12192000)
			require.LessOrEqual(t, at[1]+at[3], 6858000)
			pictures++
		}
	}
	require.Equal(t, 8, pictures)
}

// However long a text is: it stays in its box, nothing overlaps the slide's edge,
// and what is left out is marked.
func TestSlideTextsStayInTheirBoxes(t *testing.T) {
	long := strings.Repeat("门楣发光字不亮，左侧灯箱有明显水渍（2026-11-18复查仍未整改）；", 20)
	word := strings.Repeat("Unbreakable", 40)
	var doc SlideDoc
	for _, s := range []string{long, word, "短", ""} {
		for _, k := range []SlideKind{SlideTitle, SlideSummary, SlideRanking, SlideProblem, SlidePair, SlideBright, SlideClosing, "other"} {
			sl := Slide{Kind: k, Heading: s, Tag: s, Lines: []string{s, s}, Footer: s + " · " + s, Photos: []Picture{{Hash: "photo-1", Label: s}, {Label: s}}}
			if k == SlideSummary || k == SlideRanking {
				for range 9 {
					sl.Figures = append(sl.Figures, SlideFigure{Value: s, Label: s})
				}
			}
			if k == SlideRanking || k == SlideClosing {
				sl.Table = &SlideTable{Head: []string{s, s, s}, Widths: []int{1, 0}, Bars: []int{5000, -4}}
				for range 40 {
					sl.Table.Rows = append(sl.Table.Rows, []string{s, s})
				}
			}
			doc.Slides = append(doc.Slides, sl)
		}
	}
	doc.Photo = album
	l := &slideLayout{c: newCanvas("", "", made, slidePage), d: &doc, tr: wordsOf(checklist.ZH), shots: gallery{open: album}}
	for i := range doc.Slides {
		for _, s := range l.page(i) {
			where := fmt.Sprintf("slide %d (%s) %s", i+1, doc.Slides[i].Kind, s.name)
			require.GreaterOrEqual(t, s.x, 0.0, where)
			require.GreaterOrEqual(t, s.y, 0.0, where)
			require.LessOrEqual(t, s.x+s.w, 960.01, where)
			if k := doc.Slides[i].Kind; s.name == "Label" && (k == SlideProblem || k == SlideBright) {
				require.LessOrEqual(t, s.x+s.w, twoThirds, where)
			}
			require.LessOrEqual(t, s.y+s.h, 540.01, where)
			require.LessOrEqual(t, slideHeight(s.text), s.h+30, where)
			h := 0.0
			for _, p := range s.text {
				h += float64(len(p.lines)) * p.st.lead()
				for _, line := range p.lines {
					require.LessOrEqual(t, l.c.width(strings.TrimRight(line, " "), p.st), s.w-2*s.inset+0.5, where)
				}
			}
			require.LessOrEqual(t, h, s.h+8, where)
		}
	}
	require.NoError(t, l.c.err)
	for _, f := range []Format{PDF, PPTX} {
		_, err := Slides(io.Discard, f, doc)
		require.NoError(t, err)
	}
}

func TestCutTextIsMarked(t *testing.T) {
	d := SlideDoc{Slides: []Slide{{Kind: SlideProblem, Heading: strings.Repeat("很长的问题描述", 60)}}}
	got := tight(text(t, slideBytes(t, PDF, d)))
	require.Contains(t, got, "…")
	require.Contains(t, said(unzip(t, slideBytes(t, PPTX, d))["ppt/slides/slide1.xml"]), "…")
}

func TestSlidesWithoutPicturesWarn(t *testing.T) {
	d := slideDoc(checklist.ZH, 2)
	d.Photo = func(string) (io.ReadCloser, error) { return nil, os.ErrNotExist }
	for _, f := range []Format{PDF, PPTX} {
		var b bytes.Buffer
		warnings, err := Slides(&b, f, d)
		require.NoError(t, err)
		require.Len(t, warnings, 3)
		require.Equal(t, "photo", warnings[0].Code)
		if f == PDF {
			require.Equal(t, 3, strings.Count(tight(text(t, b.Bytes())), tight(wordsOf(checklist.ZH).t("photo.broken"))))
		}
	}
	_, err := Slides(io.Discard, XLSX, d)
	require.Equal(t, "report.format", checklist.CodeOf(err))
	var b bytes.Buffer
	_, err = Slides(&b, PDF, SlideDoc{})
	require.NoError(t, err)
	require.Contains(t, b.String(), "/Type /Page\n")
}
