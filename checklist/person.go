package checklist

// Role is what a person may do (DOMAIN 3).
type Role string

// The roles.
const (
	LobbyManager Role = "lobby_manager"
	BranchHead   Role = "branch_head"
	HQSupervisor Role = "hq_supervisor"
	Inspector    Role = "inspector"
	Admin        Role = "admin"
)

// Traffic is the traffic class of a hall.
type Traffic string

// The traffic classes.
const (
	TrafficHigh   Traffic = "high"
	TrafficMedium Traffic = "medium"
	TrafficLow    Traffic = "low"
)

// Branch is a hall that is inspected. Code is unique inside the organisation
// and is made by the bank.
type Branch struct {
	Code    string    `json:"code"`
	Name    string    `json:"name"`
	Grade   HallGrade `json:"grade"`
	Traffic Traffic   `json:"traffic"`
	Active  bool      `json:"active"`
	Owner   string    `json:"owner,omitempty"` // "" = our own, OwnerCompetitor
}

// Person is somebody who uses the program, owns a finding or is observed.
type Person struct {
	ID       string   `json:"id"` // uuid
	Name     string   `json:"name"`
	Role     Role     `json:"role,omitempty"`
	Position Position `json:"position,omitempty"`
	Branch   string   `json:"branch,omitempty"` // branch code, empty at headquarters
}

// Face is which of the two programs this installation is.
type Face string

// The two faces.
const (
	FaceBranch Face = "branch"
	FaceHQ     Face = "hq"
)

// Profile is who and where this installation is; made by the first run.
type Profile struct {
	Face   Face
	Org    string // organisation name
	OrgID  string // uuid; a branch takes headquarters' when it has its card
	Branch Branch // zero at headquarters
	User   Person // who acts
	Device string // uuid of this installation
}

// OpenTo says whether somebody in role r fills this checklist: covert visits
// are made by inspectors and headquarters, behaviour reviews are sensitive and
// belong to branch heads and headquarters (DOMAIN 3, 9).
func (c *Checklist) OpenTo(r Role) bool {
	switch r {
	case LobbyManager:
		return c.Kind != KindMystery && c.Kind != KindReview
	case BranchHead:
		return c.Kind != KindMystery
	case Inspector:
		return c.Kind != KindReview
	default:
		return true
	}
}
