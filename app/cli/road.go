package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/store/exchange/road"
)

// secretEnv may hold the password or key of a road instead of --secret-file.
const secretEnv = "HALLCHECK_ROAD_SECRET"

// maxSecret is how large a file with a password or private key may be, in bytes.
const maxSecret = 64 << 10

// openCarrier opens the carrier of the data folder in use.
func (e *env) openCarrier() (*exchange.Carrier, *exchange.Exchange, func(), error) {
	x, done, err := e.openExchange()
	if err != nil {
		return nil, nil, nil, err
	}
	return exchange.NewCarrier(x), x, done, nil
}

// roadSecret reads the password or private key: from a file, else the environment.
func (e *env) roadSecret(a *arguments) (string, error) {
	file := a.get("secret-file")
	if file == "" {
		return os.Getenv(secretEnv), nil
	}
	f, err := os.Open(file)
	var text []byte
	if err == nil {
		defer f.Close()
		text, err = io.ReadAll(io.LimitReader(f, maxSecret))
	}
	if err != nil {
		return "", checklist.Fail("files.unreadable", "path", file).Because(err)
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}

// visit is an address of the command line that is not kept.
func (e *env) visit(a *arguments, addr string) (*exchange.NewRoad, error) {
	secret, err := e.roadSecret(a)
	return &exchange.NewRoad{Address: addr, Secret: secret, Fingerprint: a.get("fingerprint")}, err
}

type roadDoc struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Address string  `json:"address"`
	Active  bool    `json:"active"`
	Pinned  *string `json:"pinned"`
	Reached *string `json:"reached"`
	Code    *string `json:"code"`
	Message string  `json:"message"`
	NextTry *string `json:"nextTry"`
	Waiting int     `json:"waiting"`
}

func (e *env) roadDoc(r store.Road, waiting int) roadDoc {
	d := roadDoc{
		ID: r.ID, Name: r.Name, Address: r.Address, Active: r.Active, Pinned: some(road.Fingerprint(r.Pinned)),
		Reached: stampOf(r.Reached), Code: some(r.Code), NextTry: stampOf(r.NextTry), Waiting: waiting,
	}
	if err := r.Err(); err != nil {
		d.Message = explain(e.cfg.Lang, err).Error.Message
	}
	return d
}

func stampOf(ms int64) *string {
	if ms == 0 {
		return nil
	}
	return some(time.UnixMilli(ms).Format(time.RFC3339))
}

// roadAdd tries a place and keeps it.
func roadAdd(e *env, a *arguments) error {
	secret, err := e.roadSecret(a)
	if err != nil {
		return err
	}
	keep, err := strconv.Atoi("0" + a.get("keep"))
	if err != nil || keep > 3650 {
		return wrongUse(a.command, "usage.badValue", "flag", "--keep", "value", a.get("keep"), "want", "DAYS")
	}
	c, _, done, err := e.openCarrier()
	if err != nil {
		return err
	}
	defer done()
	r, err := c.AddRoad(e.ctx, exchange.NewRoad{
		Address: a.rest[0], Name: a.get("name"), Secret: secret, Fingerprint: a.get("fingerprint"), Keep: keep,
	})
	if err != nil {
		return err
	}
	return e.answer(e.roadDoc(r, 0), func(w io.Writer) error {
		_, err := fmt.Fprintln(w, e.t("cli.road.added", "name", r.Name, "id", r.ID))
		return err
	})
}

// roadList shows the places, how the last attempt ended and what waits.
func roadList(e *env, s *store.Store, _ *arguments) error {
	list, err := s.Roads(e.ctx)
	if err != nil {
		return err
	}
	docs := []roadDoc{}
	for _, r := range list {
		queue, err := s.Queue(e.ctx, r.ID)
		if err != nil {
			return err
		}
		docs = append(docs, e.roadDoc(r, len(queue)))
	}
	return e.answer(map[string]any{"roads": docs}, func(w io.Writer) error {
		if len(docs) == 0 {
			e.say("cli.road.none")
		}
		t := &table{}
		for _, d := range docs {
			state := e.t("cli.road.ok")
			switch {
			case !d.Active:
				state = e.t("cli.road.off")
			case d.Message != "":
				state = d.Message
			case d.Reached == nil:
				state = e.t("cli.road.fresh")
			}
			t.add(d.ID, d.Name, d.Address, e.t("cli.road.waiting", "n", strconv.Itoa(d.Waiting)), state)
		}
		return t.write(w)
	})
}

// onRoad does one thing with a stored road.
func onRoad(work func(context.Context, *exchange.Carrier, store.Road, *env, *arguments) error) func(*env, *arguments) error {
	return func(e *env, a *arguments) error {
		c, x, done, err := e.openCarrier()
		if err != nil {
			return err
		}
		defer done()
		r, err := x.Store.Road(e.ctx, a.rest[0])
		if err == nil {
			err = work(e.ctx, c, r, e, a)
		}
		if err != nil {
			return err
		}
		return e.answer(map[string]any{"road": r.ID, "done": strings.TrimPrefix(a.command, "road ")}, func(w io.Writer) error {
			_, err := fmt.Fprintln(w, e.t("cli.road.done."+strings.TrimPrefix(a.command, "road "), "name", r.Name))
			return err
		})
	}
}

func roadTest(ctx context.Context, c *exchange.Carrier, r store.Road, _ *env, _ *arguments) error {
	return c.TryRoad(ctx, r.ID)
}

func roadRemove(ctx context.Context, c *exchange.Carrier, r store.Road, _ *env, _ *arguments) error {
	return c.RemoveRoad(ctx, r.ID)
}

func roadOn(ctx context.Context, c *exchange.Carrier, r store.Road, _ *env, _ *arguments) error {
	return c.UseRoad(ctx, r.ID, true)
}

func roadOff(ctx context.Context, c *exchange.Carrier, r store.Road, _ *env, _ *arguments) error {
	return c.UseRoad(ctx, r.ID, false)
}

func roadTrust(ctx context.Context, c *exchange.Carrier, r store.Road, _ *env, a *arguments) error {
	print, err := a.need("fingerprint")
	if err != nil {
		return err
	}
	return c.TrustHost(ctx, r.ID, print)
}

func roadSecret(ctx context.Context, c *exchange.Carrier, r store.Road, e *env, a *arguments) error {
	secret, err := e.roadSecret(a)
	if err == nil && secret == "" {
		_, err = a.need("secret-file")
	}
	if err != nil {
		return err
	}
	return c.ChangeSecret(ctx, r.ID, secret)
}
