package assets

import (
	_ "embed"
	"strings"
	"sync"
)

// The 3,000 most common passwords of eight characters and more, one a line, from
// the ranked list of zxcvbn-ts (MIT, licences/zxcvbn-ts.txt).
//
//go:embed passwords.txt
var passwords string

var common = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, p := range strings.Fields(passwords) {
		out[p] = true
	}
	return out
})

// CommonPassword says whether a password, in lower case, is one of those that are
// tried first.
func CommonPassword(lower string) bool { return common()[lower] }
