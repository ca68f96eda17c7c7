//go:build !windows

package shell

import "path/filepath"

// drives are the places outside the home folder.
func drives() []place { return []place{{"root", string(filepath.Separator)}} }
