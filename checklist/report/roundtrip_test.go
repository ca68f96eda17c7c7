package report

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// convert lets LibreOffice open a file and print it as PDF.
func convert(t *testing.T, soffice, file string) []byte {
	t.Helper()
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, soffice, "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile",
		"--headless", "--convert-to", "pdf", "--outdir", dir, file).CombinedOutput()
	require.NoError(t, err, string(out))
	name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)) + ".pdf"
	pdf, err := os.ReadFile(filepath.Join(dir, name))
	require.NoError(t, err, "LibreOffice did not open it: %s", out)
	return pdf
}

func pdfText(t *testing.T, tool string, pdf []byte) string {
	t.Helper()
	cmd := exec.Command(tool, "-raw", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	require.NoError(t, err)
	return tight(string(out))
}

// LibreOffice opens what was written, with every page and all the words.
func TestLibreOfficeOpensThePapers(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed: the files were checked by their XML only")
	}
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed, so what LibreOffice made cannot be read")
	}
	dir := t.TempDir()
	deck, notice := slideDoc(checklist.ZH, 5), noticeDoc(checklist.ZH, 9)
	for name, write := range map[string]func(io.Writer) error{
		"deck.pptx":   func(w io.Writer) error { _, err := Slides(w, PPTX, deck); return err },
		"notice.docx": func(w io.Writer) error { _, err := Notice(w, DOCX, notice); return err },
	} {
		file := filepath.Join(dir, name)
		out, err := os.Create(file)
		require.NoError(t, err)
		require.NoError(t, write(out))
		require.NoError(t, out.Close())
		pdf := convert(t, soffice, file)
		got := pdfText(t, tool, pdf)
		if name == "deck.pptx" {
			require.Equal(t, len(deck.Slides), strings.Count(string(pdf), "/Type/Page/"), "slides")
			for i := range deck.Slides {
				require.Contains(t, got, tight(deck.Slides[i].Heading))
			}
			continue
		}
		pages := strings.Count(string(pdf), "/Type/Page/") // two, or three where a wider face stands in
		require.Contains(t, []int{2, 3}, pages)
		require.GreaterOrEqual(t, strings.Count(got, "问题描述"), 2, "the head of the table is on each page")
		for _, it := range notice.Items {
			require.Contains(t, got, it.Number)
		}
		require.Contains(t, got, "—1—")
		require.Contains(t, got, "—2—")
	}
}

// What pdftotext finds in the slides and the notice is what they say.
func TestPapersCanBeSearched(t *testing.T) {
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed; TestSlidesSayEverythingInBothFormats reads the file without it")
	}
	deck, notice := slideDoc(checklist.ZH, 3), noticeDoc(checklist.ZH, 3)
	got := pdfText(t, tool, slideBytes(t, PDF, deck)) + pdfText(t, tool, noticeBytes(t, PDF, notice))
	for i := range deck.Slides {
		require.Contains(t, got, tight(deck.Slides[i].Heading))
	}
	for _, it := range notice.Items {
		require.Contains(t, got, it.Number)
	}
}
