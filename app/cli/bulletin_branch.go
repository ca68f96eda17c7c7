package cli

import (
	"io"
	"strconv"
	"strings"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
	"hallcheck/checklist/report"
)

// atBranch says whether this is a branch, and which.
func (e *env) atBranch(o *BulletinOffice) (code string, ok bool, err error) {
	who, err := o.Store.Profile(e.ctx)
	return who.Branch.Code, who.Face == checklist.FaceBranch, err
}

// bulletinsReceived lists what headquarters published to this branch, with its own
// place.
func (e *env) bulletinsReceived(o *BulletinOffice, branch string) error {
	list, err := o.Store.Published(e.ctx, branch)
	if err != nil {
		return err
	}
	t := &table{right: map[int]bool{4: true, 5: true}}
	t.add(e.t("bulletin.col.id"), e.t("bulletin.col.number"), e.t("bulletin.col.edition"), e.t("bulletin.col.period"), e.t("cli.col.rank"), e.t("cli.col.score"),
		e.t("cli.col.weakest"))
	for i := range list {
		x := &list[i]
		rank, score, weak := "–", "–", ""
		if o := x.Own; o != nil {
			score = o.Score.String()
			if o.Rank > 0 {
				rank = strconv.Itoa(o.Rank) + "/" + strconv.Itoa(x.All.Halls)
			}
			var zones []string
			for _, w := range o.Weak {
				zones = append(zones, e.name(w.Name)+" "+w.Score.String())
			}
			weak = strings.Join(zones, e.t("report.bl.comma"))
		}
		t.add(bulletin.Short(x.ID), assets.BulletinNumber(e.cfg.Lang, x.Number), strconv.Itoa(x.Edition), x.From+" … "+x.To, rank, score, weak)
	}
	return e.rows("published", list, len(list), t)
}

// receivedPaper writes the PDF of a bulletin this branch got.
func (e *env) receivedPaper(o *BulletinOffice, branch, id, out string, f report.Format) error {
	if f != report.PDF {
		return checklist.Fail("bulletin.onlyPDF")
	}
	list, err := o.Store.Published(e.ctx, branch)
	if err != nil {
		return err
	}
	full := ""
	for i := range list {
		if strings.HasPrefix(list[i].ID, id) {
			full = list[i].ID
		}
	}
	pdf, err := o.Store.PublishedPaper(e.ctx, branch, full)
	if checklist.CodeOf(err) == "store.unknownBulletin" {
		err = checklist.Fail("store.unknownBulletin", "id", id)
	}
	if err != nil {
		return err
	}
	err = WriteFile(out, func(w io.Writer) error {
		_, err := w.Write(pdf)
		return err
	})
	if err != nil {
		return err
	}
	return e.wrote(out)
}
