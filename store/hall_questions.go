package store

import (
	"context"

	"gorm.io/gorm"

	"hallcheck/checklist/hall"
)

// ImportQuestions takes questions into the bank's own list, all or none; the same
// words are the same question. With replace what is not among them is asked no more.
func (s *Store) ImportQuestions(ctx context.Context, list []hall.Question, replace bool) (hall.QuestionImport, error) {
	var out hall.QuestionImport
	err := s.write(ctx, "hall", func(tx *gorm.DB) error {
		out = hall.QuestionImport{}
		have, err := questions(tx, "")
		if err != nil {
			return err
		}
		was := map[string]question{}
		for _, q := range have {
			was[q.ID] = q
		}
		rows := rowsOf("hall_questions", "id, topic, text, answer, gone", 5)
		rows.upsert = " ON CONFLICT (id) DO UPDATE SET topic = excluded.topic, text = excluded.text, answer = excluded.answer, gone = excluded.gone"
		put := map[string]bool{}
		for _, q := range list {
			old, known := was[q.ID]
			switch {
			case put[q.ID]:
				continue
			case !known:
				out.New++
			case old == (question{q.ID, q.Topic, q.Text, q.Answer, 0}):
				out.Same++
				put[q.ID] = true
				continue
			default:
				out.Changed++
			}
			put[q.ID] = true
			rows.add(q.ID, q.Topic, q.Text, q.Answer, 0)
		}
		for _, q := range have {
			if replace && !put[q.ID] && q.Gone == 0 {
				out.Gone++
				rows.add(q.ID, q.Topic, q.Text, q.Answer, 1)
			}
		}
		if out.New+out.Changed+out.Gone == 0 {
			return nil
		}
		return rows.insert(tx)
	})
	if err == nil && out.New+out.Changed+out.Gone > 0 {
		s.publish(ChangeHall, "")
	}
	return out, err
}

// question is a row.
type question struct {
	ID, Topic, Text, Answer string
	Gone                    int
}

func questions(db *gorm.DB, where string) (out []question, err error) {
	err = db.Raw("SELECT id, topic, text, answer, gone FROM hall_questions" + where + " ORDER BY topic, text, id").Scan(&out).Error
	return out, err
}

// Questions lists the questions that are asked, by topic and words.
func (s *Store) Questions(ctx context.Context) ([]hall.Question, error) {
	rows, err := questions(s.read(ctx), " WHERE gone = 0")
	if err != nil {
		return nil, coded(err, "read")
	}
	out := make([]hall.Question, len(rows))
	for i, q := range rows {
		out[i] = hall.Question{ID: q.ID, Topic: q.Topic, Text: q.Text, Answer: q.Answer}
	}
	return out, nil
}
