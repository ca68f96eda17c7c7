//go:build !headless

package main

import (
	"io"

	"fyne.io/fyne/v2/app"

	"hallcheck/app/config"
	"hallcheck/checklist"
	"hallcheck/ui/gallery"
	"hallcheck/ui/shell"
)

// openGallery shows every page in its states with sample data: for those who
// build pages. It opens no data folder.
func openGallery(cfg config.Config, _ io.Writer) int {
	gallery.Run(app.NewWithID(ID+".gallery"), shell.Prefs{Lang: checklist.Lang(cfg.Lang)})
	return 0
}
