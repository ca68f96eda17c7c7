package exchange

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"path/filepath"
	"strings"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/exchange/road"
)

// keepDays is how long headquarters leaves what it took in on a road.
const keepDays = 30

// NewRoad is a road to be added.
type NewRoad struct {
	Address string // may hold a password, which is split off
	Name    string // "" = the folder or host
	Secret  string // password, S3 secret key or private key; "" = the one in the address
	// Fingerprint is what a person confirmed about an SFTP host; "" = not met yet,
	// and the road is refused with road.hostNew, which carries the fingerprint.
	Fingerprint string
	Keep        int // days; 0 = 30
}

// AddRoad tries a road by writing, reading and removing a small file, and keeps it
// when that worked: its address in the database, its secret in the key store or a
// private file. Codes of package road, store.roadName.
func (c *Carrier) AddRoad(ctx context.Context, n NewRoad) (store.Road, error) {
	r, secret, err := n.road()
	if err != nil {
		return store.Road{}, err
	}
	if err := c.try(ctx, &r, secret, n.Fingerprint); err != nil {
		return r, err
	}
	return c.keep(ctx, r, secret)
}

// road splits a new road into what is stored and what is secret.
func (n NewRoad) road() (store.Road, string, error) {
	addr, secret, err := road.Split(n.Address)
	if err != nil {
		return store.Road{}, "", err
	}
	a, err := road.Parse(addr)
	if err != nil {
		return store.Road{}, "", err
	}
	if a.Kind == road.Folder {
		if addr, err = filepath.Abs(addr); err != nil {
			return store.Road{}, "", checklist.Fail("road.address", "address", n.Address, "why", "form").Because(err)
		}
		a.Path = addr
	}
	r := store.Road{
		Name: cmp.Or(strings.TrimSpace(n.Name), a.Place()), Address: addr, Active: true, KeepDays: cmp.Or(n.Keep, keepDays),
	}
	return r, cmp.Or(n.Secret, secret), nil
}

// keep stores a road, its secret first: a road without one is no use, a secret
// without a road harms nobody.
func (c *Carrier) keep(ctx context.Context, r store.Road, secret string) (store.Road, error) {
	if r.ID == "" {
		id := make([]byte, 4)
		_, _ = rand.Read(id)
		r.ID = hex.EncodeToString(id)
	}
	if secret != "" {
		if _, err := c.secrets.Set(r.ID, secret); err != nil {
			return r, err
		}
	}
	return c.x.Store.SaveRoad(ctx, r)
}

// TryRoad tries a stored road by writing, reading and removing a small file, and
// notes how it went.
func (c *Carrier) TryRoad(ctx context.Context, id string) error {
	r, err := c.x.Store.Road(ctx, id)
	if err != nil {
		return err
	}
	secret, err := c.secrets.Get(r.ID)
	if err != nil {
		return err
	}
	err = c.try(ctx, &r, secret, "")
	next := c.x.Clock().Add(backOff(r.Fails, road.Fleeting(err), c.chance())).UnixMilli()
	if e := c.x.Store.RoadTried(context.WithoutCancel(ctx), r.ID, err, next); e != nil {
		return e
	}
	return err
}

// ChangeSecret tries a stored road with another password or key and keeps it.
func (c *Carrier) ChangeSecret(ctx context.Context, id, secret string) error {
	r, err := c.x.Store.Road(ctx, id)
	if err != nil {
		return err
	}
	if err := c.try(ctx, &r, secret, ""); err != nil {
		return err
	}
	_, err = c.keep(ctx, r, secret)
	return err
}

// TrustHost pins the key of a road's SFTP host, whose fingerprint a person
// confirmed: an old one is forgotten. Code road.hostNew when the host has another.
func (c *Carrier) TrustHost(ctx context.Context, id, fingerprint string) error {
	r, err := c.x.Store.Road(ctx, id)
	if err != nil {
		return err
	}
	secret, err := c.secrets.Get(r.ID)
	if err != nil {
		return err
	}
	r.Pinned = ""
	if err := c.try(ctx, &r, secret, fingerprint); err != nil {
		return err
	}
	_, err = c.keep(ctx, r, "")
	return err
}

// UseRoad takes a road into use, or out of it.
func (c *Carrier) UseRoad(ctx context.Context, id string, active bool) error {
	r, err := c.x.Store.Road(ctx, id)
	if err != nil {
		return err
	}
	r.Active = active
	_, err = c.x.Store.SaveRoad(ctx, r)
	return err
}

// RemoveRoad forgets a road and its secret.
func (c *Carrier) RemoveRoad(ctx context.Context, id string) error {
	r, err := c.x.Store.Road(ctx, id)
	if err != nil {
		return err
	}
	if err := c.x.Store.RemoveRoad(ctx, r.ID); err != nil {
		return err
	}
	return c.secrets.Remove(r.ID)
}

// try writes, reads and removes a small file; a host whose fingerprint was
// confirmed is pinned in r.
func (c *Carrier) try(ctx context.Context, r *store.Road, secret, fingerprint string) error {
	at, err := c.open(ctx, r.Address, road.Options{
		Secret: secret, Pinned: r.Pinned, Sender: "try", Stall: c.stall,
		Trust: func(_, print, key string) bool {
			if fingerprint == "" || print != fingerprint {
				return false
			}
			r.Pinned = key
			return true
		},
	})
	if err != nil {
		return err
	}
	defer at.Close()
	text := []byte("hallcheck " + rand.Text() + "\n")
	sum := sha256.Sum256(text)
	id := hex.EncodeToString(sum[:])
	name := "try-" + id[:12] + ".txt"
	if err := at.Put(ctx, name, bytes.NewReader(text), int64(len(text)), id, nil); err != nil {
		return err
	}
	back, err := at.Get(ctx, name, 0)
	if err != nil {
		return err
	}
	got, err := io.ReadAll(io.LimitReader(back, 1<<10))
	_ = back.Close()
	if err != nil {
		return err
	}
	if !bytes.Equal(got, text) {
		return checklist.Fail("exchange.readBack", "name", name)
	}
	return at.Remove(ctx, name)
}
