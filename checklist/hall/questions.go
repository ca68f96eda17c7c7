package hall

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"hallcheck/checklist"
	"hallcheck/checklist/table"
)

// Question is one of the bank's own, asked in the morning meeting.
type Question struct {
	ID     string `json:"id"` // QuestionID(Text)
	Topic  string `json:"topic,omitempty"`
	Text   string `json:"text"`
	Answer string `json:"answer,omitempty"`
}

// QuestionImport is what an import of questions came to.
type QuestionImport struct {
	New     int `json:"new"`
	Changed int `json:"changed"` // topic or answer, or back in the list
	Same    int `json:"same"`
	Gone    int `json:"gone"` // no longer asked
}

// mostQuestion is how long question and answer may be, in characters.
const mostQuestion = 500

// MostQuestions is how many questions a file may hold.
const MostQuestions = 20_000

// QuestionID names a question by its words: the same words are the same question,
// however they are spaced.
func QuestionID(text string) string {
	sum := sha256.Sum256([]byte(strings.Join(strings.Fields(text), " ")))
	return hex.EncodeToString(sum[:16])
}

// The headings of a list of questions.
var questionHeadings = map[string][]string{
	"text":    {"题目", "问题", "题干", "question", "text"},
	"answer?": {"答案", "参考答案", "标准答案", "answer"},
	"topic?":  {"类别", "主题", "分类", "题型", "topic", "category"},
}

// QuestionsIn reads the questions of a file, CSV or XLSX: errors of table.Read and
// ReadQuestions.
func QuestionsIn(name string, data []byte) ([]Question, error) {
	t, err := table.Read(name, data)
	if err != nil {
		return nil, err
	}
	return ReadQuestions(t)
}

// ReadQuestions takes the questions of a table; a wrong one refuses them all, with
// every problem at once: hall.question.empty, hall.question.long,
// hall.question.twice, hall.question.many and those of table.Columns.
func ReadQuestions(t *table.Table) ([]Question, error) {
	at, bad := t.Columns(questionHeadings)
	if len(bad) > 0 {
		return nil, bad
	}
	col := func(key string) int {
		if i, ok := at[key]; ok {
			return i
		}
		return -1
	}
	switch {
	case len(t.Rows) == 0:
		return nil, checklist.Problems{{File: t.Name, Code: "hall.question.none"}}
	case len(t.Rows) > MostQuestions:
		return nil, checklist.Problems{{File: t.Name, Code: "hall.question.many", Args: map[string]string{"most": strconv.Itoa(MostQuestions)}}}
	}
	seen := map[string]string{}
	var out []Question
	for _, row := range t.Rows {
		q := Question{Topic: row.Cell(col("topic")), Text: row.Cell(col("text")), Answer: row.Cell(col("answer"))}
		q.ID = QuestionID(q.Text)
		place := t.Place(row, col("text"))
		switch {
		case q.Text == "":
			bad = append(bad, t.Problem(row, col("text"), "hall.question.empty"))
		case max(utf8.RuneCountInString(q.Text), utf8.RuneCountInString(q.Answer)) > mostQuestion || utf8.RuneCountInString(q.Topic) > mostShort:
			bad = append(bad, t.Problem(row, col("text"), "hall.question.long", "most", strconv.Itoa(mostQuestion)))
		case seen[q.ID] != "":
			bad = append(bad, t.Problem(row, col("text"), "hall.question.twice", "first", seen[q.ID]))
		default:
			seen[q.ID] = place
			out = append(out, q)
		}
	}
	if len(bad) > 0 {
		return nil, bad
	}
	return out, nil
}

// QuestionTopics are the topics of a list, sorted by bytes.
func QuestionTopics(bank []Question) []string {
	var out []string
	for _, q := range bank {
		if q.Topic != "" && !slices.Contains(out, q.Topic) {
			out = append(out, q.Topic)
		}
	}
	slices.Sort(out)
	return out
}

// Asked counts how often each question was asked, by id.
func Asked(entries []Entry) map[string]int {
	out := map[string]int{}
	for _, e := range Live(entries) {
		if e.Kind == KindQuestion && len(e.Tags) > 0 {
			out[e.Tags[0]]++
		}
	}
	return out
}

// DrawSeed is the seed of the next draw in a meeting: the meeting and how many were
// asked in it, so that a program started again offers the same question, and
// anybody can repeat the draw.
func DrawSeed(sheet string, asked int) string { return sheet + "#" + strconv.Itoa(asked) }

// Draw takes n questions, of one topic unless that is "": first those asked least
// often – so that none comes again before all were asked – and among equals by the
// SHA-256 of seed and id, the smallest first.
func Draw(bank []Question, asked map[string]int, topic string, n int, seed string) []Question {
	var pool []Question
	for _, q := range bank {
		if topic == "" || q.Topic == topic {
			pool = append(pool, q)
		}
	}
	slices.SortFunc(pool, func(a, b Question) int {
		return cmp.Or(cmp.Compare(asked[a.ID], asked[b.ID]), cmp.Compare(lot(seed, a.ID), lot(seed, b.ID)), cmp.Compare(a.ID, b.ID))
	})
	return pool[:min(max(n, 0), len(pool))]
}

// lot is the place of an id in a draw.
func lot(seed, id string) string {
	sum := sha256.Sum256([]byte(seed + "\x00" + id))
	return string(sum[:])
}

// DrawPerson picks who answers: of those present who answered least often so far, by
// the same lots; "" without anybody.
func DrawPerson(present []string, entries []Entry, seed string) string {
	times := map[string]int{}
	for _, e := range Live(entries) {
		if e.Kind == KindQuestion {
			times[e.Person]++
		}
	}
	if len(present) == 0 {
		return ""
	}
	return slices.MinFunc(present, func(a, b string) int {
		return cmp.Or(cmp.Compare(times[a], times[b]), cmp.Compare(lot(seed, a), lot(seed, b)))
	})
}

// Entry is the question as asked in a meeting: who answered, and whether it was
// right; nil = nobody could say.
func (q Question) Entry(sheet, seed, person string, right *bool) Entry {
	return Entry{Kind: KindQuestion, Ref: sheet, Topic: q.Topic, Text: q.Text, Person: person, Yes: right, Tags: []string{q.ID, seed}}
}

// AskedIn lists the questions asked in a meeting, and how many were answered right.
func AskedIn(entries []Entry, sheet string) (asked []Entry, right int) {
	for _, e := range Live(entries) {
		if e.Kind == KindQuestion && e.Ref == sheet {
			asked = append(asked, e)
			if e.Yes != nil && *e.Yes {
				right++
			}
		}
	}
	return asked, right
}
