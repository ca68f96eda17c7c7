//go:build !headless

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"fyne.io/fyne/v2"
)

// What benchmarks ask the program to tell, by variables nobody else sets.
const (
	envReady = "HALLCHECK_READY" // not empty: print "ready" when the first page stands on the screen
	envGap   = "HALLCHECK_UIGAP" // file: the longest times the window's goroutine was busy; removing it starts anew
)

// tellReady prints the line the start benchmark waits for; nil when none does.
func tellReady() func() {
	if os.Getenv(envReady) == "" {
		return nil
	}
	return func() { go fyne.Do(func() { fmt.Println("ready") }) } // when the loop runs, after the frame being painted
}

// gap is one time the window's goroutine did not come back.
type gap struct {
	Ms    float64 `json:"ms"`
	Stack string  `json:"stack,omitempty"` // where it was, when last seen
}

// gaps are the longest ones. Painting is apart: drawing a frame, with layout
// and the upload of pictures, is the toolkit's and the graphics card's time. So
// is waiting: the goroutine had nothing to do and got no processor.
type gaps struct {
	Ticks int `json:"ticks"`
	Work  gap `json:"work"` // handlers and results of work: what blocks the window
	Paint gap `json:"paint"`
	Wait  gap `json:"wait"`
	All   gap `json:"all"`
}

// looks counts where the goroutine was found during one wait.
type looks struct {
	n, paint, wait    int
	stack, paintStack string // where it was found at last, outside painting and inside
}

func (l *looks) add(stack string) {
	l.n++
	head, _, _ := strings.Cut(stack, "\n")
	switch {
	case strings.Contains(stack, "repaintWindow"), strings.Contains(stack, "drawSingleFrame"):
		l.paint++
		l.paintStack = stack
	case strings.Contains(head, "[select"):
		l.wait++
	default:
		l.stack = stack
	}
}

// watchWindow measures, for tests, how long the window's goroutine is ever busy.
func watchWindow() {
	if file := os.Getenv(envGap); file != "" {
		go watchGaps(file)
	}
}

// Rates of the gap watch.
const (
	gapTick  = time.Millisecond
	gapLook  = 4 * time.Millisecond // a longer wait is looked into
	gapWrite = 200 * time.Millisecond
)

// watchGaps posts one function after the other onto the window's goroutine and
// measures how long each waits for its turn.
func watchGaps(file string) {
	var g gaps
	written := time.Now()
	stack := make([]byte, 1<<16)
	for {
		began, back := time.Now(), make(chan time.Time, 1)
		fyne.Do(func() { back <- time.Now() })
		var l looks
		wait := time.NewTimer(gapLook)
	turn:
		for {
			select {
			case at := <-back:
				g.add(float64(at.Sub(began).Microseconds())/1000, l)
				break turn
			case <-wait.C:
				l.add(windowStack(stack))
				wait.Reset(gapTick)
			}
		}
		if time.Since(written) > gapWrite {
			if _, err := os.Stat(file); err != nil {
				g = gaps{}
			}
			written = time.Now()
			if b, err := json.MarshalIndent(g, "", " "); err == nil {
				_ = os.WriteFile(file, b, 0o600)
			}
		}
		time.Sleep(gapTick)
	}
}

// add takes one wait and shares it out by where the goroutine was found.
func (g *gaps) add(ms float64, l looks) {
	g.Ticks++
	share := func(n int) float64 { return ms * float64(n) / float64(max(1, l.n)) }
	paint, wait := share(l.paint), share(l.wait)
	for _, x := range []struct {
		to    *gap
		ms    float64
		stack string
	}{{&g.Work, ms - paint - wait, l.stack}, {&g.Paint, paint, l.paintStack}, {&g.Wait, wait, ""}, {&g.All, ms, ""}} {
		if x.ms > x.to.Ms {
			*x.to = gap{x.ms, x.stack}
		}
	}
}

// windowStack is where goroutine 1, the window's, stands.
func windowStack(buf []byte) string {
	all := string(buf[:runtime.Stack(buf, true)])
	for _, one := range strings.Split(all, "\n\n") {
		if strings.HasPrefix(one, "goroutine 1 ") {
			return one
		}
	}
	return ""
}
