package bundle

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every refusal has a sentence in both languages that carries its number.
func TestEveryRefusalHasItsSentence(t *testing.T) {
	keys := map[string]int{}
	for _, lang := range []string{"zh", "en"} {
		b, err := os.ReadFile("../../assets/text/" + lang + "/exchange.json")
		require.NoError(t, err)
		words := map[string]string{}
		require.NoError(t, json.Unmarshal(b, &words))
		for i, code := range allCodes() {
			require.True(t, strings.HasPrefix(words["error."+code], fmt.Sprintf("B%02d", i+1)), "%s %s", lang, code)
		}
		require.Contains(t, words, "error."+ErrCard)
		require.Contains(t, words, "error."+ErrEnrol)
		for k := range words {
			keys[k]++
		}
	}
	for k, n := range keys {
		require.Equal(t, 2, n, "%s is there in one language only", k)
	}
}
