// Command empty is the yardstick of the start benchmark: a window of the same
// toolkit with nothing in it, that says when it is on the screen.
package main

import (
	"fmt"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
)

func main() {
	a := app.NewWithID("io.github.hallcheck.empty")
	w := a.NewWindow("empty")
	w.SetMaster()
	w.Resize(fyne.NewSize(1280, 800))
	told := false
	w.SetContent(canvas.NewRaster(func(int, int) image.Image {
		if !told {
			told = true
			go fyne.Do(func() { fmt.Println("ready") }) // when the loop runs, after this frame
		}
		return image.NewNRGBA(image.Rect(0, 0, 1, 1))
	}))
	w.ShowAndRun()
}
