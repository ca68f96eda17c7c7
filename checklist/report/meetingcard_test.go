package report

import (
	"bytes"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// meetingSample is a meeting with one item missed, a drill, three questions, one
// person away and photos.
func meetingSample(t *testing.T, lang checklist.Lang, names bool) MeetingDoc {
	t.Helper()
	c := load(t, "morning-meeting")
	at := time.Date(2026, 11, 20, 0, 20, 0, 0, time.UTC)
	in, err := checklist.Start("m-1", c, checklist.Branch{Code: "3701101", Name: "济宁市中支行"}, checklist.Person{Name: "李静", Role: checklist.LobbyManager}, checklist.Self, at)
	require.NoError(t, err)
	for i := range c.Items {
		it := &c.Items[i]
		v := checklist.VerdictValue(checklist.Pass)
		switch it.ID {
		case "mtg.order.duration":
			v = checklist.NumberValue(checklist.N(12))
		case "mtg.content.recognition":
			v = checklist.VerdictValue(checklist.Miss)
			require.NoError(t, in.Note(checklist.MainSheet, it.ID, "没有具体事例，赵敏补讲", at))
		}
		require.NoError(t, in.Record(checklist.MainSheet, it.ID, v, at))
		if it.Photo == checklist.PhotoAlways {
			attach(t, in, checklist.MainSheet, it.ID, i, 1)
		}
	}
	require.NoError(t, in.Finish("", at.Add(12*time.Minute)))
	right, wrong := true, false
	return MeetingDoc{
		Org: "济宁银行", Lang: lang, Made: at, Sheet: in, Least: 10, Names: names, Photo: album,
		Entry: hall.Entry{Kind: hall.KindMeeting, Topic: hall.MorningMeeting, Person: "李静", People: []string{"李静", "王芳", "张伟", "赵敏"}, Absent: []string{"陈晓雯"}, Why: []string{"sick"}, Minutes: 12},
		Drills: []hall.Drill{{Entry: hall.Entry{Topic: "柜面服务七步", Text: "递接已规范，送别缺目送", People: []string{"张伟", "王芳"}}, Agreed: []hall.Coaching{
			{Entry: hall.Entry{Text: "双手递接再练一次", Person: "张伟", Due: "2026-12-04"}},
		}}},
		Questions: []hall.Entry{
			{Topic: "服务", Text: "三声是什么？", Person: "王芳", Yes: &right},
			{Topic: "合规", Text: "客户投诉时，首问负责谁接手，几天内答复？", Person: "张伟", Yes: &wrong},
			{Topic: "服务", Text: "三点是什么？", Person: "赵敏"},
		},
	}
}

// drawn is all text of a card.
func drawnText(d MeetingDoc) string {
	c := &card{d: &d, w: d.words()}
	var b strings.Builder
	for _, s := range c.layout().Shapes {
		b.WriteString(s.Text)
		b.WriteByte('\n')
	}
	return b.String()
}

func TestMeetingCard(t *testing.T) {
	d := meetingSample(t, checklist.ZH, false)
	text := drawnText(d)
	for _, want := range []string{"晨会", "2026-11-20 星期五", "济宁市中支行", "4/5", "12 分钟", "11/12", "1/3", "生病 1 人", "柜面服务七步 · 2 人", "双手递接再练一次", "三声是什么？ – 答对", "（没做到） 没有具体事例，本厅同事补讲"} {
		require.Contains(t, text, want)
	}
	for _, name := range []string{"李静", "王芳", "张伟", "赵敏", "陈晓雯"} {
		require.NotContains(t, text, name, "no names unless the hall says so")
	}
	named := meetingSample(t, checklist.ZH, true)
	text = drawnText(named)
	for _, name := range []string{"主持：李静", "陈晓雯（生病）", "张伟、王芳"} {
		require.Contains(t, text, name)
	}
	var a, b bytes.Buffer
	lack, err := MeetingCard(&a, PNG, d)
	require.NoError(t, err)
	require.Empty(t, lack)
	img, err := png.Decode(bytes.NewReader(a.Bytes()))
	require.NoError(t, err)
	require.Equal(t, 1080, img.Bounds().Dx())
	_, err = MeetingCard(&b, PNG, d)
	require.NoError(t, err)
	require.True(t, bytes.Equal(a.Bytes(), b.Bytes()), "the same meeting, the same bytes")
	keepPaper(t, "meetingcard.png", a.Bytes())

	a.Reset()
	lack, err = MeetingCard(&a, PDF, named)
	require.NoError(t, err)
	require.Empty(t, lack)
	require.True(t, bytes.HasPrefix(a.Bytes(), []byte("%PDF")))
	keepPaper(t, "meetingcard.pdf", a.Bytes())
	en := meetingSample(t, checklist.EN, true)
	a.Reset()
	_, err = MeetingCard(&a, PNG, en)
	require.NoError(t, err)
	keepPaper(t, "meetingcard-en.png", a.Bytes())
	_, err = MeetingCard(&a, XLSX, d)
	require.Equal(t, "report.format", checklist.CodeOf(err))
}

// TestMeetingCardShowsTheMaskedPhoto: what a mosaic covers is not on the card.
func TestMeetingCardShowsTheMaskedPhoto(t *testing.T) {
	d := meetingSample(t, checklist.ZH, false)
	var asked []string
	for _, a := range d.Sheet.Sheets[0].Answers {
		for i := range a.Photos {
			a.Photos[i].Masked, a.Photos[i].Privacy = "masked-"+a.Photos[i].Hash, checklist.PrivacyMasked
		}
	}
	d.Photo = func(hash string) (io.ReadCloser, error) {
		asked = append(asked, hash)
		return nil, os.ErrNotExist
	}
	lack, err := MeetingCard(&bytes.Buffer{}, PNG, d)
	require.NoError(t, err)
	require.Len(t, lack, 2)
	require.Len(t, asked, 2)
	for _, hash := range asked {
		require.True(t, strings.HasPrefix(hash, "masked-"), hash)
	}
}

func TestMeetingRecord(t *testing.T) {
	for _, lang := range []checklist.Lang{checklist.ZH, checklist.EN} {
		var a bytes.Buffer
		lack, err := MeetingRecord(&a, PDF, meetingSample(t, lang, true))
		require.NoError(t, err)
		require.Empty(t, lack)
		keepPaper(t, "meetingrecord-"+string(lang)+".pdf", a.Bytes())
	}
	d := meetingSample(t, checklist.ZH, false)
	d.Entry.Minutes = 8
	p := d.record()
	var all strings.Builder
	for _, f := range p.Head {
		all.WriteString(f.Label + f.Value + "\n")
	}
	for _, n := range p.Notices {
		all.WriteString(n.Mark + n.Text + "\n")
	}
	for _, x := range p.Parts {
		for _, r := range x.Rows {
			for _, c := range r.Cells {
				all.WriteString(c.Text + "\n")
			}
		}
	}
	text := all.String()
	for _, want := range []string{"到会4 / 5", "时长8 分钟", "时长不足", "11 / 12", "1 / 3", "三点是什么？", "递接已规范", "约定：双手递接再练一次"} {
		require.Contains(t, text, want)
	}
	for _, name := range []string{"李静", "王芳", "张伟", "赵敏", "陈晓雯"} {
		require.NotContains(t, text, name)
	}
	var a bytes.Buffer
	_, err := MeetingRecord(&a, XLSX, d)
	require.NoError(t, err)
	require.True(t, bytes.HasPrefix(a.Bytes(), []byte("PK")))
}

// keepPaper keeps a paper to be looked at where HALLCHECK_LOOK says.
func keepPaper(t *testing.T, name string, data []byte) {
	t.Helper()
	if dir := os.Getenv("HALLCHECK_LOOK"); dir != "" {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
	}
}

// TestMeetingOfAnotherComputer: without the sheet the people and the length are there
// all the same.
func TestMeetingOfAnotherComputer(t *testing.T) {
	d := meetingSample(t, checklist.ZH, true)
	d.Sheet = &checklist.Inspection{ID: "m", Checklist: &checklist.Checklist{}, Branch: d.Sheet.Branch, Day: d.Sheet.Day, StartedAt: d.Sheet.StartedAt}
	text := drawnText(d)
	require.Contains(t, text, "4/5")
	require.NotContains(t, text, "会议内容")
	_, err := MeetingRecord(&bytes.Buffer{}, PDF, d)
	require.NoError(t, err)
	_, err = MeetingCard(&bytes.Buffer{}, PNG, d)
	require.NoError(t, err)
}
