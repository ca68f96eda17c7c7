package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
)

// The page takes the curtain's place once, and never before the window is there.
func TestTheCurtainRisesOnce(t *testing.T) {
	test.NewTempApp(t)
	opened := 0
	c := newCurtain(func() { opened++ })
	c.Resize(fyne.NewSize(1280, 800))
	c.rise()
	assert.Zero(t, opened)
	c.armed = true
	c.Resize(fyne.NewSize(1280, 800))
	c.Resize(fyne.NewSize(640, 480))
	c.rise()
	assert.Equal(t, 1, opened)
}
