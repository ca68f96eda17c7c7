package gallery

import (
	"context"
	"time"

	"hallcheck/ui/settings"
	"hallcheck/ui/shell"
)

// registry is what the page of devices reads in a state.
type registry struct{ state string }

func devicesSample() Sample {
	return Sample{ID: "devices", Icon: "shield", New: func(state string) func(*shell.Shell, any) shell.Page {
		return settings.NewDevices(registry{state})
	}}
}

// Devices implements settings.Registry.
func (r registry) Devices(ctx context.Context) ([]settings.Device, error) {
	if err := answer(ctx, r.state); err != nil || r.state == Empty {
		return nil, err
	}
	at := func(days int) int64 { return Day.AddDate(0, 0, -days).Add(-35 * time.Minute).UnixMilli() }
	return []settings.Device{
		{ID: "a3b8d1b6-0b3b-4b1a-9c1a-1a2b3c4d5e6f", Short: "a3b8d1b6", Branch: "3701101", Name: "济宁市中支行", State: "active", Last: 41, Seen: at(0), Told: true},
		{ID: "77e0c2f4-1", Short: "77e0c2f4", Branch: "3701102", Name: "任城支行", State: "active", Last: 38, Seen: at(1), Lost: 3, Missing: []int64{31, 32, 36}, Told: true},
		{
			ID: "5d1f9a03-1", Short: "5d1f9a03", Branch: "3701103", Name: "兖州支行", State: "active", Last: 17, Seen: at(4), Told: true,
			Alarms: []settings.Alarm{{Code: "device.fork", Detail: "17", At: at(4)}},
		},
		{ID: "9b02e6d8-1", Short: "9b02e6d8", Branch: "3701104", Name: "曲阜支行", State: "pending", Fingerprint: "1318 1871 8358 7828 7986 7305 5573 2672"},
		{ID: "c45a7710-1", Short: "c45a7710", Branch: "3701105", Name: "邹城支行", State: "pending", Proposer: "李督导", Fingerprint: "4420 0917 3316 9024 1188 6402 7751 0093"},
		{ID: "e8813b5c-1", Short: "e8813b5c", Branch: "3701106", Name: "泗水支行", State: "retired", Last: 122, Seen: at(40), Told: true},
		{ID: "0f6672aa-1", Short: "0f6672aa", Branch: "3701107", Name: "汶上支行", State: "revoked", Last: 9, Seen: at(63)},
	}, nil
}

// ChangeDevice implements settings.Registry; a gallery keeps nothing.
func (registry) ChangeDevice(context.Context, string, string, string) (bool, error) {
	return false, nil
}

// Rules implements settings.Registry.
func (registry) Rules(context.Context) (settings.Rules, error) {
	return settings.Rules{Version: 12, Redaction: true, MinApp: "1.4.0", SyncDays: 30, TwoPeople: true}, nil
}

// PublishRules implements settings.Registry.
func (registry) PublishRules(context.Context, settings.Rules) error { return nil }
