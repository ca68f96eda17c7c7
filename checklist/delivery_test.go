package checklist_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

func TestDeliveryOf(t *testing.T) {
	whole := checklist.Hop{Whole: true, At: 5}
	half := checklist.Hop{Moving: true, Size: 200, Moved: 100, At: 4}
	end := checklist.Hop{Moving: true, Size: 200, Moved: 200, At: 4}
	failed := checklist.Hop{Size: 200, Moved: 50, Code: "road.offline", Args: map[string]string{"place": "h"}, At: 3}
	waiting := checklist.Hop{Size: 200}
	refused := &checklist.Signed{Code: "bundle.branch", Words: "请重发", At: 9}
	received := &checklist.Signed{Imported: true, At: 8}
	for name, c := range map[string]struct {
		signed *checklist.Signed
		byHand bool
		hops   []checklist.Hop
		want   checklist.Delivery
	}{
		"in the outbox, no road":        {want: checklist.Delivery{State: checklist.DeliveryUnsent}},
		"waiting":                       {hops: []checklist.Hop{waiting}, want: checklist.Delivery{State: checklist.DeliveryUnsent}},
		"failed":                        {hops: []checklist.Hop{failed, waiting}, want: checklist.Delivery{State: checklist.DeliveryUnsent, Code: "road.offline", Args: failed.Args, At: 3}},
		"moving beats failed":           {hops: []checklist.Hop{failed, half}, want: checklist.Delivery{State: checklist.DeliveryMoving, Percent: 50, At: 4}},
		"never 100 while it moves":      {hops: []checklist.Hop{half, end}, want: checklist.Delivery{State: checklist.DeliveryMoving, Percent: 99, At: 4}},
		"whole on one road":             {hops: []checklist.Hop{whole, half, failed}, want: checklist.Delivery{State: checklist.DeliveryArrived, At: 5}},
		"by hand":                       {byHand: true, hops: []checklist.Hop{half}, want: checklist.Delivery{State: checklist.DeliveryArrived}},
		"signed for":                    {signed: received, hops: []checklist.Hop{failed}, want: checklist.Delivery{State: checklist.DeliveryReceived, At: 8}},
		"refused, though whole up here": {signed: refused, hops: []checklist.Hop{whole}, want: checklist.Delivery{State: checklist.DeliveryRefused, At: 9, Code: "bundle.branch", Words: "请重发"}},
	} {
		require.Equal(t, c.want, checklist.DeliveryOf(c.signed, c.byHand, c.hops), name)
	}
	d := checklist.DeliveryOf(refused, false, nil)
	require.Equal(t, "bundle.branch", checklist.CodeOf(d.Err()))
	d = checklist.DeliveryOf(received, false, nil)
	require.NoError(t, d.Err())
}
