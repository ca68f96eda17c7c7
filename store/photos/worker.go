package photos

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// The way a decoder process is started and known.
const (
	DecodeArg   = "__decode" // os.Args[1] of a decoder process
	decodeEnv   = "HALLCHECK_DECODER"
	hello       = "hallcheck decoder 1\n"
	memoryLimit = 512 << 20 // bytes held by a decoder before it ends itself
	exitMemory  = 77        // exit code of that end
	maxFrame    = 1 << 20
)

// DecodeMain is the decoder process: it answers jobs on stdin, one after the
// other, on stdout, until stdin ends. The program's main calls it, and exits
// with what it returns, when os.Args[1] is DecodeArg.
func DecodeMain(_ []string) int {
	debug.SetMemoryLimit(memoryLimit * 3 / 4)
	go watchMemory()
	out := bufio.NewWriter(os.Stdout)
	os.Stdout = os.Stderr // whatever a codec prints must not get between the answers
	if _, err := out.WriteString(hello); err != nil || out.Flush() != nil {
		return 1
	}
	for {
		var j job
		if err := readFrame(os.Stdin, &j); err != nil {
			if errors.Is(err, io.EOF) {
				return 0
			}
			return 1
		}
		if j.Kind == kindHEIC {
			debug.SetGCPercent(40) // its machine grows by copying all it holds
		} else {
			debug.SetGCPercent(300) // few large pieces that die together
		}
		alone := time.AfterFunc(time.Minute, func() { os.Exit(1) }) // should the parent be gone and not end us
		r := decode(j)
		alone.Stop()
		if j.Kind == kindHEIC {
			debug.FreeOSMemory() // the HEIC machine takes some hundred MB
		}
		if writeFrame(out, r) != nil || out.Flush() != nil {
			return 1
		}
	}
}

// watchMemory ends the process when it holds more than memoryLimit.
func watchMemory() {
	s := []metrics.Sample{
		{Name: "/memory/classes/total:bytes"},
		{Name: "/memory/classes/heap/released:bytes"},
	}
	for {
		metrics.Read(s)
		if s[0].Value.Uint64()-s[1].Value.Uint64() > memoryLimit {
			os.Exit(exitMemory)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// writeFrame writes v as JSON after its length in four bytes, high byte first.
func writeFrame(w io.Writer, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if _, err := w.Write(binary.BigEndian.AppendUint32(nil, uint32(len(b)))); err != nil {
		return err
	}
	_, err = w.Write(b)
	return err
}

func readFrame(r io.Reader, v any) error {
	var n [4]byte
	if _, err := io.ReadFull(r, n[:]); err != nil {
		return err
	}
	size := binary.BigEndian.Uint32(n[:])
	if size > maxFrame {
		return fmt.Errorf("frame of %d bytes", size)
	}
	b := make([]byte, size)
	if _, err := io.ReadFull(r, b); err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}
