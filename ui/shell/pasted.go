package shell

import (
	"net/url"
	"path/filepath"
	"strings"
)

// PastedFiles reads the paths in a clipboard text: one a line, plain, quoted, or
// as file:// addresses. Relative paths and other words are not paths.
func PastedFiles(text string) []string {
	var out []string
	for _, line := range strings.Split(text, "\n") {
		line = strings.Trim(strings.TrimSpace(line), `"'`)
		if u, err := url.Parse(line); err == nil && u.Scheme == "file" {
			line = filepath.FromSlash(u.Path)
			if len(line) > 2 && line[0] == filepath.Separator && line[2] == ':' { // file:///C:/…
				line = line[1:]
			}
		}
		if filepath.IsAbs(line) {
			out = append(out, line)
		}
	}
	return out
}
