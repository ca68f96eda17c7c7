package bulletin

import (
	"context"

	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
	"hallcheck/checklist/ranking"
)

// Office prepares bulletins from what is stored now.
type Office interface {
	Plan(ctx context.Context, p bulletin.Plan) (bulletin.Plan, error) // as saved, else one to begin with
	Save(ctx context.Context, p bulletin.Plan) error
	Gather(ctx context.Context, p bulletin.Plan) (Preview, error)
	Freeze(ctx context.Context, p bulletin.Plan) (bulletin.Entry, error)
	Again(ctx context.Context, id, why string) (bulletin.Entry, error)
}

// Shelf keeps the frozen ones.
type Shelf interface {
	List(ctx context.Context) ([]Filed, error)
	Data(ctx context.Context, id string) (*bulletin.Data, error)
	Issue(ctx context.Context, id string) error
	Publish(ctx context.Context, id string) (halls int, err error)
	Drop(ctx context.Context, id string) error
}

// Subjects are what a bulletin can be about.
type Subjects interface {
	Checklists(ctx context.Context) ([]*checklist.Checklist, error)
	Composites(ctx context.Context) ([]ranking.Composite, error)
}

// Papers writes a frozen bulletin by the ending of the path: .docx, .pdf, .xlsx.
type Papers interface {
	Save(ctx context.Context, id, path string) error
}

// Received are the bulletins a branch got.
type Received interface {
	Published(ctx context.Context, branch string) ([]bulletin.Published, error)
	SavePaper(ctx context.Context, branch, id, path string) error
	UnreadBulletins(ctx context.Context, branch string) ([]bulletin.Published, error)
	OpenBulletin(ctx context.Context, branch, id string) error // somebody has read it
}

// Services is what the pages use: all but Received at headquarters, Received alone
// at a branch.
type Services struct {
	Office   Office
	Shelf    Shelf
	Subjects Subjects
	Papers   Papers
	Received Received
}

// Preview is what a plan comes to now, and the pictures to choose from.
type Preview struct {
	Data   *bulletin.Data
	Bright []Pick // good practice
	Shots  []Pick // findings: put right first, then open
}

// Pick is one picture to choose.
type Pick struct {
	ID      string
	Thumb   string // path of the small picture
	Caption string
	Fixed   bool // shown before and after
}

// Filed is a frozen bulletin with how far it got.
type Filed struct {
	bulletin.Entry
	Halls int // it is published to; 0 = not published
	Sent  int // of these, a file carried it
}
