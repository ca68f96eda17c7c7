package bundle

import "hallcheck/checklist/bulletin"

// KindPublished is the record of a bulletin headquarters publishes to a branch.
const KindPublished = "published"

// Published carries one bulletin to one branch: the paper and the branch's own part.
type Published struct {
	Bulletin bulletin.Published `json:"bulletin"`
}

func (p *Published) check() error {
	if err := p.Bulletin.Check(); err != nil {
		return refuse(ErrRecord, "published "+p.Bulletin.ID).Because(err)
	}
	return nil
}

func (p *Published) shared() []Shared { return nil }
