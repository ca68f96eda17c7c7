package shell

import "syscall"

// drives are the letters in use, a USB stick's among them; asking Windows for
// the letters touches no disk, so a lost network drive cannot stall the window.
func drives() []place {
	mask, _, _ := syscall.NewLazyDLL("kernel32.dll").NewProc("GetLogicalDrives").Call()
	var out []place
	for i := 0; i < 26; i++ {
		if mask&(1<<i) != 0 {
			out = append(out, place{"", string(rune('A'+i)) + `:\`})
		}
	}
	return out
}
