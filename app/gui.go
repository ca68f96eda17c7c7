//go:build !headless

package main

import (
	"context"
	"io"
	"os"
	"sync"
	"time"

	"fyne.io/fyne/v2/app"
	"github.com/google/uuid"

	"hallcheck/app/cli"
	"hallcheck/app/config"
	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/standard"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/store/photos"
	"hallcheck/ui"
	"hallcheck/ui/firstrun"
	"hallcheck/ui/inspect"
	"hallcheck/ui/ranking"
	"hallcheck/ui/result"
	"hallcheck/ui/settings"
	"hallcheck/ui/shell"
)

// openWindow opens the data folder and shows the window until it is closed.
func openWindow(ctx context.Context, cfg config.Config, stderr io.Writer) int {
	d, err := openDesk(ctx, cfg)
	if err != nil {
		return showProblem(cfg, err, stderr)
	}
	defer d.close()
	if cfg.As != "" {
		if _, err := d.st.ActAs(ctx, cfg.As); err != nil {
			return showProblem(cfg, err, stderr)
		}
	}
	a := app.NewWithID(ID)
	watchWindow()
	ui.Run(a, d.services(), d.face(ctx))
	return 0
}

// showProblem says on the screen and on stderr why the window cannot open: a
// person who started the program by a double click sees no stderr.
func showProblem(cfg config.Config, err error, stderr io.Writer) int {
	code := cli.Refuse(cfg, err, stderr, stderr)
	if os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != "" || os.PathSeparator == '\\' {
		ui.Refusal(app.NewWithID(ID), checklist.Lang(cfg.Lang), err)
	}
	return code
}

// desk is everything behind the window.
type desk struct {
	cfg    config.Config
	st     *store.Store
	album  *photos.Store
	x      *exchange.Exchange
	roads  carriage
	gather gathering
	inbox  *inbox
	chore  sync.WaitGroup // work nobody waits for
	stop   context.CancelFunc
}

func openDesk(ctx context.Context, cfg config.Config) (*desk, error) {
	st, err := store.Open(ctx, cli.StoreOptions(cfg.Dir, cfg.DB, time.Now))
	if err != nil {
		return nil, err
	}
	d := &desk{cfg: cfg, st: st}
	if d.album, err = cli.OpenAlbum(cfg); err != nil {
		_ = st.Close()
		return nil, err
	}
	words := func(key string, pairs ...string) string {
		return assets.T(string(d.lang(context.Background())), key, pairs...)
	}
	d.x, err = exchange.New(exchange.Options{Store: st, Photos: d.album, Dir: cfg.Dir, App: Version, Words: words, Parse: standard.Read})
	if err != nil {
		d.close()
		return nil, err
	}
	d.inbox = newInbox(cfg.Dir, func(ctx context.Context) string {
		dir, err := st.Setting(ctx, settings.SettingInbox)
		if err != nil {
			return ""
		}
		return dir
	})
	d.roads = carriage{st, exchange.NewCarrier(d.x)}
	d.gather = gathering{d.x, exchange.NewSources(d.x), d.roads}
	chores, stop := context.WithCancel(context.Background())
	d.stop = stop
	d.chore.Go(func() { d.prints(chores) })
	d.chore.Go(func() { d.carry(chores, d.roads.c) })
	d.chore.Go(func() { _ = sweep(chores, st, d.album, time.Now()) }) // a failed sweep harms nothing and is tried at the next start
	return d, nil
}

func (d *desk) close() {
	if d.stop != nil {
		d.stop()
	}
	d.chore.Wait()
	if d.inbox != nil {
		d.inbox.close()
	}
	_ = d.album.Close()
	_ = d.st.Close()
}

// face is what the profile says; before the first run the branch face.
func (d *desk) face(ctx context.Context) checklist.Face {
	p, err := d.st.Profile(ctx)
	if err != nil {
		return checklist.FaceBranch
	}
	return p.Face
}

// lang is the language chosen in the window, before that the configuration's.
func (d *desk) lang(ctx context.Context) checklist.Lang {
	if l, err := d.st.Setting(ctx, shell.SettingLang); err == nil && l != "" {
		return checklist.Lang(l)
	}
	return checklist.Lang(d.cfg.Lang)
}

func (d *desk) services() ui.Services {
	road := traffic{st: d.st, x: d.x, dir: d.cfg.Dir, now: time.Now, roads: d.roads, gather: d.gather}
	pages := album{d.album, d.st, d.inbox}
	docs := papers{st: d.st, album: d.album, lang: d.lang, now: time.Now}
	return ui.Services{
		Home: d.st, Version: Version, Lang: d.chosenLang(), Ready: tellReady(),
		FirstRun: firstrun.Services{Setup: d.setup, Join: d.join, Sample: d.sample},
		Today:    daybook{d.st, pages},
		Settings: d.settings(road),
		Devices:  registry{d.st},
		Inspect: &inspect.Services{
			Records: d.st, Beginnings: d.st, Photos: pages, Blanks: docs, Profile: d.st.Profile, NewID: uuid.NewString, Burn: d.album.BurnMosaic,
			Initials: cli.Initials, Setting: d.st.SetSetting, Inbox: d.inbox.next, Truth: d.evidence, Roster: d.st.Roster,
		},
		Result:    &result.Services{Records: veiled{d.st, d.lang}, Photos: pages, Report: docs, Findings: d.st.Findings, Truth: d.evidence, Reviews: d.st, AddPhoto: pages.Add, Burn: d.album.BurnMosaic},
		History:   d.st,
		Sending:   road,
		Carrying:  d.roads,
		Receiving: road,
		Enrolling: road,
		Watching:  d.gather,
		Deciding:  d.gather,
		Board:     d.board(docs),
		Check:     d.checking(pages),
		Ranking:   ranking.Services{Records: d.st, Figures: d.st, Commons: d.st, Goals: d.st, Indexes: d.st, Papers: docs},
		Bulletin:  d.bulletin(),
		Review:    d.review(pages),
		Findings:  d.findings(pages),
		Meeting:   d.meeting(pages),
		HallDesk:  d.hallDesk(),
		Figures:   d.figures(docs),
		Morning:   d.morning(pages),
		Observe:   d.observe(),
		HallCases: d.cases(pages),
		HallLog:   d.dayLog(),
		Halls:     d.halls(),
		Peaks:     d.peaks(docs),
		Patrol:    d.patrol(pages),
		Duty:      d.duty(),
	}
}

// chosenLang is the language given on the command line or by the environment.
func (d *desk) chosenLang() checklist.Lang {
	if d.cfg.LangChosen {
		return checklist.Lang(d.cfg.Lang)
	}
	return ""
}

// setup stores the profile and makes the keys of this installation.
func (d *desk) setup(ctx context.Context, p checklist.Profile) error {
	p.OrgID, p.Device, p.User.ID = uuid.NewString(), uuid.NewString(), uuid.NewString()
	if err := d.st.Setup(ctx, p); err != nil {
		return err
	}
	if p.Face == checklist.FaceHQ {
		return exchange.InitHQ(ctx, d.st, d.cfg.Dir, func(key string, pairs ...string) string {
			return assets.T(string(d.lang(ctx)), key, pairs...)
		})
	}
	_, err := exchange.InitBranch(ctx, d.st, d.cfg.Dir, nil)
	return err
}

// join takes headquarters' card over and returns the enrolment request.
func (d *desk) join(ctx context.Context, card string) (string, error) {
	msg, err := readSmall(card)
	if err != nil {
		return "", err
	}
	return exchange.InitBranch(ctx, d.st, d.cfg.Dir, msg)
}

func (d *desk) settings(road traffic) settings.Services {
	return settings.Services{
		Store: d.st, Values: d.st, Accounts: d.st, Calendar: d.st, ReadFile: readSmall, Folder: d.cfg.Dir, Join: d.join, WriteCard: road.SaveCard, Backup: d.st.Backup,
		Card: func(ctx context.Context) (string, bool, error) {
			if d.face(ctx) == checklist.FaceHQ {
				print := road.fingerprint(ctx)
				return print, print != "–", nil
			}
			if print, ok := exchange.HasCard(d.cfg.Dir); ok {
				return print, true, nil
			}
			return "", false, nil
		},
		Enrol: func(ctx context.Context, file string) (string, error) {
			dev, err := exchange.Enrol(ctx, d.st, d.cfg.Dir, file)
			return dev.Name, err
		},
		Check: func(ctx context.Context, report func(done, total int)) (settings.Report, error) {
			return d.check(ctx, report)
		},
	}
}

func (d *desk) check(ctx context.Context, report func(done, total int)) (settings.Report, error) {
	rep, err := d.st.CheckTelling(ctx, true, func(hash string) error { return d.album.Verify(ctx, hash) }, report)
	out := settings.Report{Records: rep.Inspections, Photos: rep.Photos}
	lang := string(d.lang(ctx))
	for _, t := range rep.Troubles {
		out.Troubles = append(out.Troubles, cli.TroubleWords(lang, t))
	}
	return out, err
}
