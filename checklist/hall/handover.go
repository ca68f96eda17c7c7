package hall

// Handover is what one shift tells the next.
type Handover struct {
	Note Entry
	Read *Entry // who read it and when; nil = nobody yet
}

// Handovers pairs the notes of the days given with their reading, oldest first.
func Handovers(entries []Entry) []Handover {
	var out []Handover
	read := map[string]*Entry{}
	live := Live(entries)
	for i := range live {
		if e := &live[i]; e.Kind == KindHandoverRead && read[e.Ref] == nil {
			read[e.Ref] = e
		}
	}
	for i := range live {
		if e := &live[i]; e.Kind == KindHandover {
			out = append(out, Handover{Note: *e, Read: read[e.ID]})
		}
	}
	return out
}

// For says whether the note waits for somebody: for anybody but who wrote it, when it
// names nobody.
func (h Handover) For(person string) bool {
	if h.Read != nil {
		return false
	}
	if h.Note.Person != "" {
		return h.Note.Person == person
	}
	return h.Note.By != person
}
