package photos

import (
	"os"
	"syscall"
	"unsafe"
)

var moveFileEx = syscall.NewLazyDLL("kernel32.dll").NewProc("MoveFileExW")

// moveFile renames with MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH,
// since Windows cannot sync a folder, and waits for scanners to let go.
var moveFile = patiently(func(from, to string) error {
	_ = os.Chmod(to, 0o600) // a read-only target refuses to be replaced
	f, err := syscall.UTF16PtrFromString(from)
	if err != nil {
		return err
	}
	t, err := syscall.UTF16PtrFromString(to)
	if err != nil {
		return err
	}
	ok, _, errno := moveFileEx.Call(uintptr(unsafe.Pointer(f)), uintptr(unsafe.Pointer(t)), 1|8)
	if ok == 0 {
		return errno
	}
	return nil
})
