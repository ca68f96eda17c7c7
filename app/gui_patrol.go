//go:build !headless

package main

import (
	"github.com/google/uuid"

	rounds "hallcheck/ui/patrol"
)

// patrol gives the round through the hall what it needs.
func (d *desk) patrol(pages album) *rounds.Services {
	return &rounds.Services{Records: d.st, Hall: d.st, Photos: pages, NewID: uuid.NewString, Setting: d.st.SetSetting}
}
