package checklist

// DeliveryState is how far a record, or the file it travels in, has come on its
// way to headquarters. Its word is the text key "delivery."+state.
type DeliveryState string

// The states of a delivery, from the branch's table to headquarters'.
const (
	DeliveryUnsent   DeliveryState = "unsent"   // 未发送: in no file, or the file has not left
	DeliveryMoving   DeliveryState = "moving"   // 传输中: on its way over a road right now
	DeliveryArrived  DeliveryState = "arrived"  // 已到达: whole on a road or handed over; nobody has signed for it
	DeliveryReceived DeliveryState = "received" // 已签收: headquarters' signed receipt is here
	DeliveryRefused  DeliveryState = "refused"  // 被退回: headquarters' signed refusal is here

	// Headquarters has the file and takes it in by itself once it has let this computer
	// in: nobody has to send it again.
	DeliveryPending  DeliveryState = "pending"  // 待批准: its request is there, nobody has approved it
	DeliveryUnlisted DeliveryState = "unlisted" // 等待登记: its request is not there yet
)

// DeliveryStates are all states, what wants a person first.
var DeliveryStates = []DeliveryState{
	DeliveryRefused, DeliveryUnlisted, DeliveryPending, DeliveryUnsent, DeliveryMoving, DeliveryArrived, DeliveryReceived,
}

// heldCodes are the refusals that headquarters takes back by itself.
var heldCodes = map[string]DeliveryState{"exchange.devicePending": DeliveryPending, "bundle.unknownDevice": DeliveryUnlisted}

// Delivery is the state with what a person may want to know about it.
type Delivery struct {
	State   DeliveryState
	Percent int    // of the bytes, while it is moving: 0 to 99
	At      int64  // of the state, unix ms UTC; 0 = not known
	Code    string // why it was refused, or why the last attempt failed
	Args    map[string]string
	Words   string // what a person at headquarters wrote about a refusal
}

// Err is the reason as an error with a sentence, nil without one.
func (d *Delivery) Err() error {
	if d.Code == "" {
		return nil
	}
	return &Error{Code: d.Code, Args: d.Args}
}

// Hop is what is known about a file on one road.
type Hop struct {
	Whole  bool // all of it is there
	Moving bool // it is being carried now
	Size   int64
	Moved  int64
	At     int64
	Code   string // of the last attempt
	Args   map[string]string
}

// Signed is headquarters' signed word about a file.
type Signed struct {
	Imported bool
	Code     string
	Words    string
	At       int64
}

// DeliveryOf tells the state of one file. byHand means that it was written to a
// place a person chose. A signed word counts more than anything seen here; of
// several roads the farthest counts.
func DeliveryOf(signed *Signed, byHand bool, hops []Hop) Delivery {
	if signed != nil && signed.Imported {
		return Delivery{State: DeliveryReceived, At: signed.At}
	}
	if signed != nil {
		d := Delivery{State: DeliveryRefused, At: signed.At, Code: signed.Code, Words: signed.Words}
		if held, ok := heldCodes[signed.Code]; ok {
			d.State = held
		}
		return d
	}
	out := Delivery{State: DeliveryUnsent}
	if byHand {
		out.State = DeliveryArrived
	}
	for _, h := range hops {
		switch {
		case h.Whole:
			out = Delivery{State: DeliveryArrived, At: h.At}
		case out.State == DeliveryArrived:
		case h.Moving:
			if p := percent(h.Moved, h.Size); out.State != DeliveryMoving || p > out.Percent {
				out = Delivery{State: DeliveryMoving, At: h.At, Percent: p}
			}
		case out.State == DeliveryUnsent && h.Code != "":
			out.Code, out.Args, out.At = h.Code, h.Args, h.At
		}
	}
	return out
}

// percent is a share of bytes that says 100 only of nothing that still moves.
func percent(moved, size int64) int {
	if size <= 0 {
		return 0
	}
	return int(min(max(moved, 0)*100/size, 99))
}
