package checklist

// OwnerCompetitor is the owner of a hall that belongs to a competitor: it is
// checked with the same lists but stands in no ranking, mean or target of our own
// (DOMAIN 5.8).
const OwnerCompetitor = "competitor"

// Rival says whether the hall is a competitor's.
func (b Branch) Rival() bool { return b.Owner == OwnerCompetitor }
