package exchange_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
)

// Every refusal that stands in the code has its sentence in both languages.
func TestEveryRefusalHasItsSentence(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	fail := regexp.MustCompile(`Fail\("([a-zA-Z.]+)"`)
	codes := map[string]bool{}
	for _, f := range files {
		src, err := os.ReadFile(f)
		require.NoError(t, err)
		for _, m := range fail.FindAllSubmatch(src, -1) {
			codes[string(m[1])] = true
		}
	}
	require.Greater(t, len(codes), 10)
	for _, lang := range []string{"zh", "en"} {
		words := assets.Words(lang)
		for c := range codes {
			require.NotEmpty(t, words["error."+c], "%s %s", lang, c)
		}
	}
}
