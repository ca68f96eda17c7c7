// Package checklisttest gives tests and the gallery checklists, halls, people
// and filled inspections that look like a real bank's.
package checklisttest

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/standard"
)

// Morning is the clock of the samples: a Saturday before the hall opens.
var Morning = time.Date(2026, 11, 21, 8, 40, 0, 0, time.FixedZone("CST", 8*3600))

// Checklist loads a built-in checklist; the test fails when there is none.
func Checklist(t testing.TB, id string) *checklist.Checklist {
	t.Helper()
	c, err := Builtin(id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Builtin loads a built-in checklist where there is no test, as in the gallery.
func Builtin(id string) (*checklist.Checklist, error) {
	data, ok := assets.Checklists()[id+".yaml"]
	if !ok {
		return nil, checklist.Fail("checklist.unknown", "checklist", id)
	}
	return standard.Read(id+".yaml", data)
}

// Branches returns n different halls of every grade and traffic class, in the
// order of their codes B0001, B0002 …
func Branches(n int) []checklist.Branch {
	places := []string{
		"朝阳门", "金融街", "望京", "中关村", "五道口", "西单", "国贸", "三里屯", "亦庄", "回龙观", "通州北苑", "石景山", "丰台科技园",
		"德胜门", "和平里", "方庄", "劲松", "团结湖", "马连道", "清河", "上地", "魏公村", "公主坟", "航天桥", "木樨园", "大兴黄村", "房山良乡",
	}
	kinds := []string{"支行", "分理处", "营业厅", "社区支行"}
	grades := []checklist.HallGrade{checklist.Flagship, checklist.Second, checklist.Second, checklist.Third, checklist.Third, checklist.Partner}
	traffic := []checklist.Traffic{checklist.TrafficHigh, checklist.TrafficMedium, checklist.TrafficLow}
	out := make([]checklist.Branch, n)
	for i := range out {
		name := places[i%len(places)] + kinds[i/len(places)%len(kinds)]
		if round := i / (len(places) * len(kinds)); round > 0 {
			name += fmt.Sprintf("（%d）", round+1)
		}
		out[i] = checklist.Branch{
			Code: fmt.Sprintf("B%04d", i+1), Name: name, Grade: grades[i%len(grades)], Traffic: traffic[i/2%len(traffic)], Active: true,
		}
	}
	return out
}

// People returns the staff of a hall: a lobby manager first, then tellers,
// wealth managers and the branch head.
func People(branch string) []checklist.Person {
	staff := []struct {
		name     string
		role     checklist.Role
		position checklist.Position
	}{
		{"周敏", checklist.LobbyManager, checklist.PositionLobby},
		{"陈晓雯", "", checklist.PositionTeller},
		{"王磊", "", checklist.PositionTeller},
		{"刘思佳", "", checklist.PositionTeller},
		{"赵一鸣", "", checklist.PositionWealth},
		{"孙丽华", checklist.BranchHead, checklist.PositionManager},
	}
	out := make([]checklist.Person, len(staff))
	for i, s := range staff {
		out[i] = checklist.Person{
			ID:   fmt.Sprintf("00000000-0000-4000-8000-%012d", i+1),
			Name: s.name, Role: s.role, Position: s.position, Branch: branch,
		}
	}
	return out
}

// Draft starts an inspection of the first hall with nothing answered.
func Draft(t testing.TB, c *checklist.Checklist) *checklist.Inspection {
	t.Helper()
	in, err := Start(c, Branches(1)[0], Morning)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// Start begins an inspection by the hall's lobby manager, in the checklist's
// first mode; person checklists get the hall's people as sheets, surveys two
// respondents.
func Start(c *checklist.Checklist, b checklist.Branch, at time.Time) (*checklist.Inspection, error) {
	people := People(b.Code)
	id := fmt.Sprintf("%08x-0000-4000-8000-%012x", at.Unix()&0xffffffff, at.UnixMilli()&0xffffffffffff)
	in, err := checklist.Start(id, c, b, people[0], c.Modes[0], at)
	if err != nil {
		return nil, err
	}
	switch c.Subject {
	case checklist.SubjectPerson:
		for i, p := range people[:4] {
			s := checklist.Sheet{ID: fmt.Sprintf("p%d", i+1), Person: p.Name, Position: p.Position}
			if err := in.AddSheet(s); err != nil {
				return nil, err
			}
		}
	case checklist.SubjectRespondent:
		for i := range 2 {
			if err := in.AddSheet(checklist.Sheet{ID: fmt.Sprintf("r%d", i+1)}); err != nil {
				return nil, err
			}
		}
	}
	return in, nil
}

// Inspection is a draft with every item answered from the seed; about one
// answer in nine is red, with a note and a photo, so that the gate is open once
// five minutes have gone by.
func Inspection(t testing.TB, c *checklist.Checklist, seed uint64) *checklist.Inspection {
	t.Helper()
	in := Draft(t, c)
	if err := Fill(in, seed, Morning.Add(10*time.Minute)); err != nil {
		t.Fatal(err)
	}
	return in
}

// Fill answers every applicable item of a draft from the seed.
func Fill(in *checklist.Inspection, seed uint64, now time.Time) error {
	rnd := rand.New(rand.NewPCG(seed, 7))
	for _, s := range in.Sheets {
		for i := range in.Checklist.Items {
			it := &in.Checklist.Items[i]
			if !in.Applies(s, it) {
				continue
			}
			v := answer(rnd, it)
			if err := in.Record(s.ID, it.ID, v, now); err != nil {
				return err
			}
			if err := prove(in, s.ID, it, v, rnd, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// reasons are what inspectors write under a red answer.
var reasons = []string{
	"填单台纸屑未及时清理", "叫号机缺纸，客户在窗口前等候", "电线外露，用胶带固定", "宣传折页过期两周",
	"灭火器上次点检已超过一个月", "等候区座椅破损一处", "临时摆放纸箱，占用通道", "未主动迎候客户",
}

// prove adds the note and the photo an answer needs.
func prove(in *checklist.Inspection, sheet string, it *checklist.Item, v checklist.Value, rnd *rand.Rand, now time.Time) error {
	red := it.OpensFinding(in.Checklist, v) || it.Violated(v)
	if red || v.Verdict == checklist.NA {
		note := reasons[rnd.IntN(len(reasons))]
		if v.Verdict == checklist.NA {
			note = "装修封闭"
		}
		if err := in.Note(sheet, it.ID, note, now); err != nil {
			return err
		}
	}
	if !red && it.Photo != checklist.PhotoAlways {
		return nil
	}
	return in.Attach(sheet, it.ID, Photo(sheet+"/"+it.ID, now), now)
}

func answer(rnd *rand.Rand, it *checklist.Item) checklist.Value {
	red := rnd.IntN(9) == 0 && it.Veto == checklist.VetoNone
	switch {
	case it.Expectation.ZH != "":
		e := 4 + rnd.IntN(4)
		return checklist.Value{Expectation: e, Perception: max(1, e-rnd.IntN(3))}
	case it.Veto == checklist.VetoNone && rnd.IntN(40) == 0:
		return checklist.VerdictValue(checklist.NA)
	}
	switch it.Type {
	case checklist.TypePass:
		if red {
			return checklist.VerdictValue(checklist.Miss)
		}
		return checklist.VerdictValue(checklist.Pass)
	case checklist.TypeScore:
		if red && it.Deduct != nil {
			return checklist.OccurrencesValue(1)
		}
		if red {
			return checklist.NumberValue(it.Points / 1000 / 2 * 1000)
		}
		return checklist.NumberValue(it.Points)
	case checklist.TypeRating:
		if red {
			return checklist.NumberValue(checklist.N(2))
		}
		return checklist.NumberValue(checklist.N(it.Scale - rnd.IntN(2)))
	case checklist.TypeNumber:
		if it.Target != nil {
			return checklist.NumberValue(it.Target.Value)
		}
		return checklist.NumberValue(checklist.N(rnd.IntN(9)))
	default:
		return checklist.TextValue("上午九点四十分进厅，大堂经理周敏三十秒内上前询问，引导到智能柜台；等候十二分钟后在三号窗口办理。柜员双手接递、唱收唱付，整个过程流畅。填单台有两张废单未清，叫号机旁的宣传折页已过期。")
	}
}

// Photo makes a reference to a picture that is not stored, its hash from seed.
func Photo(seed string, now time.Time) checklist.PhotoRef {
	h := rand.New(rand.NewPCG(uint64(len(seed)), fnv(seed)))
	return checklist.PhotoRef{
		ID:   fmt.Sprintf("%08x-0000-4000-8000-%012x", h.Uint32(), h.Uint64()&0xffffffffffff),
		Hash: fmt.Sprintf("%016x%016x%016x%016x", h.Uint64(), h.Uint64(), h.Uint64(), h.Uint64()),
		Name: fmt.Sprintf("IMG_%04d.jpg", h.IntN(10_000)), Kind: checklist.PhotoEvidence, Source: "file",
		TakenAt: now.UnixMilli(), AddedAt: now.UnixMilli(), Width: 4032, Height: 3024, Size: 3_400_000, Type: "image/jpeg",
	}
}

func fnv(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
