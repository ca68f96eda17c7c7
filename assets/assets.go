// Package assets holds what the program carries with it: fonts, icons, the
// built-in checklists, document layouts and the words of both languages.
package assets

import (
	"embed"
	"encoding/json"
	"io/fs"
	"path"
	"sort"
	"strings"
	"sync"
)

//go:embed fonts/*.ttf checklists/*.yaml text icons/*.svg
var files embed.FS

// FontRegular and FontBold are Noto Sans SC, static TrueType, OFL 1.1.
var (
	//go:embed fonts/NotoSansSC-Regular-subset.ttf
	FontRegular []byte
	//go:embed fonts/NotoSansSC-Bold-subset.ttf
	FontBold []byte
)

// Checklists returns the built-in checklists as YAML, by file name.
func Checklists() map[string][]byte {
	out := map[string][]byte{}
	names, _ := fs.Glob(files, "checklists/*.yaml")
	for _, n := range names {
		b, err := files.ReadFile(n)
		if err == nil {
			out[path.Base(n)] = b
		}
	}
	return out
}

var words = struct {
	sync.Mutex
	byLang map[string]map[string]string
}{byLang: map[string]map[string]string{}}

// Words returns every text of a language ("zh", "en") by key: all files of
// text/<lang>/ merged. Values carry {name} placeholders.
func Words(lang string) map[string]string {
	words.Lock()
	defer words.Unlock()
	if w, ok := words.byLang[lang]; ok {
		return w
	}
	w := map[string]string{}
	names, _ := fs.Glob(files, "text/"+lang+"/*.json")
	sort.Strings(names)
	for _, n := range names {
		b, err := files.ReadFile(n)
		if err == nil {
			err = json.Unmarshal(b, &w)
		}
		if err != nil {
			panic("assets: " + n + ": " + err.Error()) // embedded at build time; a test reads them all
		}
	}
	words.byLang[lang] = w
	return w
}

// T returns the text of key in lang with the name, value pairs filled in. An
// unknown key comes back as ‹key›, so that it is seen.
func T(lang, key string, pairs ...string) string {
	s, ok := Words(lang)[key]
	if !ok {
		return "‹" + key + "›"
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		s = strings.ReplaceAll(s, "{"+pairs[i]+"}", pairs[i+1])
	}
	return s
}

// Has says whether lang has a text for key.
func Has(lang, key string) bool { _, ok := Words(lang)[key]; return ok }

// Icon returns the SVG of an icon by name, or an empty picture when there is none.
func Icon(name string) []byte {
	b, err := files.ReadFile("icons/" + name + ".svg")
	if err != nil {
		return []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"></svg>`)
	}
	return b
}
