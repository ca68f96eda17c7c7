package road

import (
	"math/rand/v2"
	"path"
	"strconv"
	"strings"

	"hallcheck/checklist"
)

const partPrefix = ".part-"

func isPart(name string) bool { return strings.HasPrefix(path.Base(name), partPrefix) }

// PartName is the name under which a file of this sum is written by sender
// until it is whole; Tidy's keep compares with it.
func PartName(sum, sender string) string {
	return partPrefix + sum[:16] + "-" + Options{Sender: sender}.sender()
}

func partOf(name, sum, sender string) string {
	return path.Join(path.Dir(name), PartName(sum, sender))
}

// fresh is the name of a part that nobody writes to yet.
func fresh(part string) string {
	cut := strings.LastIndex(part, "-")
	return part[:cut] + "-" + strconv.FormatUint(uint64(rand.Uint32()), 36) + part[cut:]
}

// checkName lets only names onto the wire that mean the same everywhere.
func checkName(name string) error {
	ok := name != "" && path.Clean(name) == name && !path.IsAbs(name) && name != ".." && !strings.HasPrefix(name, "../")
	for _, r := range name {
		ok = ok && (r == '/' || r == '-' || r == '_' || r == '.' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
	}
	if !ok {
		return checklist.Fail("road.name", "name", name)
	}
	return nil
}
