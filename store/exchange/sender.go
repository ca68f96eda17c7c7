package exchange

import (
	"context"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
)

// sender is one export under way.
type sender struct {
	x       *Exchange
	profile checklist.Profile
	keys    keyFile
	card    bundle.Card // of headquarters; zero without one
	to      Destination
	dir     string                    // ExportOptions.To, "" for a transport
	turn    *store.Turn               // nobody else takes a number from this database meanwhile
	homes   map[string][]store.Device // at headquarters, the active devices by branch; see devices
	careful bool                      // kept sums of photos are not to be believed
	own     []string                  // the ids this installation has had
	from    int64                     // the first number headquarters accepts, by its policy

	// Where the bundle at hand goes; address fills them in.
	device     string // who signs: the device, or headquarters' organisation
	branch     string // code
	lane       string // whose numbers are counted: the device, or one lane a branch
	hq         string // headquarters' fingerprint; "" = not encrypted
	recipients []string
	readers    []string // at headquarters, the devices that can open it
}

func (x *Exchange) sender(ctx context.Context, o ExportOptions) (*sender, error) {
	p, err := x.Store.Profile(ctx)
	if err != nil {
		return nil, err
	}
	s := &sender{x: x, profile: p, to: o.Via, dir: o.To}
	if s.to == nil {
		s.to = folder{o.To}
	}
	if p.Face == checklist.FaceHQ {
		s.card, s.keys, err = ownCard(ctx, x.Store, x.Dir)
		s.hq = s.card.HQ()
		return s, err
	}
	if err := s.allowed(ctx); err != nil {
		return nil, err
	}
	former, err := x.Store.FormerDevices(ctx)
	if err != nil {
		return nil, err
	}
	s.own = append(former, p.Device)
	if s.keys, err = x.ownKeys(ctx, p.Device); err != nil {
		return nil, err
	}
	if s.card, err = pinnedCard(x.Dir); s.card.Org != "" {
		s.hq = s.card.HQ()
	}
	return s, err
}

// address says for whom the next bundle is. Headquarters writes to every device
// of a branch that is enrolled and active: exchange.noDevice without one.
func (s *sender) address(ctx context.Context, branch string) error {
	own, err := s.keys.Recipient()
	if err != nil {
		return badKeys(s.x.Dir, s.profile.Face, err)
	}
	if s.profile.Face != checklist.FaceHQ {
		s.device, s.lane, s.branch = s.profile.Device, s.profile.Device, s.profile.Branch.Code
		if s.hq != "" {
			s.recipients = []string{s.card.Recipient, s.card.Recovery, own}
		}
		return nil
	}
	s.device, s.lane, s.branch = s.profile.OrgID, s.profile.OrgID+"@"+branch, branch
	s.recipients = []string{own, s.card.Recovery}
	devices, err := s.devices(ctx)
	if err != nil {
		return err
	}
	if len(devices[branch]) == 0 {
		return checklist.Fail("exchange.noDevice", "branch", branch)
	}
	s.readers = nil
	for _, d := range devices[branch] {
		s.recipients, s.readers = append(s.recipients, d.Recipient), append(s.readers, d.ID)
	}
	return nil
}

// devices are whom headquarters writes to, by branch: read once, not for each of
// thousands of branches.
func (s *sender) devices(ctx context.Context) (map[string][]store.Device, error) {
	if s.homes != nil {
		return s.homes, nil
	}
	list, err := s.x.Store.Devices(ctx)
	if err != nil {
		return nil, err
	}
	s.homes = map[string][]store.Device{}
	for _, d := range list {
		if d.State == DeviceActive && d.Recipient != "" {
			s.homes[d.Branch] = append(s.homes[d.Branch], d)
		}
	}
	return s.homes, nil
}

// homesOfHQ lists the branches headquarters can send to, nil at a branch.
func (s *sender) homesOfHQ(ctx context.Context) ([]string, error) {
	if s.profile.Face != checklist.FaceHQ {
		return nil, nil
	}
	homes, err := s.devices(ctx)
	if err != nil {
		return nil, err
	}
	branches := make([]string, 0, len(homes))
	for b := range homes {
		branches = append(branches, b)
	}
	return branches, nil
}
