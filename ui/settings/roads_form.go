package settings

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// roadForm asks for a new road.
type roadForm struct {
	p      *page
	kind   string
	name   *kit.TextField
	folder *kit.TextField
	place  *kit.TextField
	user   *kit.TextField
	secret *kit.TextField
	plain  *kit.Toggle
	note   *kit.Paragraph
	key    string // of a private key file
	fields *fyne.Container
	box    *kit.Overlay // nil until it is shown
}

// addRoad opens the form.
func (p *page) addRoad() {
	t := p.s.T
	f := &roadForm{
		p: p, kind: "folder", name: kit.NewTextField(t("settings.roads.nameHint")), folder: kit.NewTextField(t("settings.roads.folderHint")),
		place: kit.NewTextField(""), user: kit.NewTextField(""), secret: kit.NewPasswordField(""), note: hint(""),
		fields: kit.NewColumn(10),
	}
	f.plain = kit.NewToggle(t("settings.roads.plain"), false, nil)
	var kinds []kit.Option
	for _, k := range []string{"folder", "webdav", "sftp", "s3"} {
		kinds = append(kinds, kit.Option{ID: k, Text: t("settings.roads.kind." + k)})
	}
	choose := kit.NewSegmented(kinds, f.kind, func(id string) { f.kind, f.key = id, ""; f.draw() })
	f.draw()
	body := kit.NewColumn(12, choose, f.fields, kit.FormRow(t("settings.roads.name"), f.name))
	f.box = p.s.Form(t("settings.roads.add"), body, 560, f.folder, t("settings.roads.try"), func(shut func()) {
		p.keepRoad(f.road(), shut)
	})
}

func (f *roadForm) road() NewRoad {
	n := NewRoad{Name: f.name.Text, Address: address(f.kind, f.user.Text, f.place.Text, f.plain.On), Secret: f.secret.Text}
	if f.kind == "folder" {
		n.Address, n.Secret = f.folder.Text, ""
	}
	if f.key != "" {
		n.Secret = f.key
	}
	return n
}

// draw shows the fields of the chosen sort, in a box of their height.
func (f *roadForm) draw() {
	f.fill()
	f.fields.Refresh()
	if f.box != nil {
		f.box.Refresh()
		f.box.Resize(f.box.Size())
	}
}

func (f *roadForm) fill() {
	t := f.p.s.T
	f.note.Set(t("settings.roads.note." + f.kind))
	if f.kind == "folder" {
		browse := kit.NewSecondary(t("settings.roads.browse"), "", func() { f.p.s.Choose.OpenFolder(f.folder.Fill) }).WithIcon("folder")
		f.fields.Objects = []fyne.CanvasObject{kit.FormRow(t("settings.roads.folder"), kit.NewRow(8, kit.Grow(f.folder), browse)), f.note}
		return
	}
	f.place.SetPlaceHolder(t("settings.roads.place." + f.kind))
	user, secret := t("settings.roads.user"), t("settings.roads.password")
	if f.kind == "s3" {
		user, secret = t("settings.roads.accessKey"), t("settings.roads.secretKey")
	}
	f.fields.Objects = []fyne.CanvasObject{
		kit.FormRow(t("settings.roads.host"), f.place), kit.FormRow(user, f.user), kit.FormRow(secret, f.secret),
	}
	if f.kind == "sftp" && f.p.sv.ReadFile != nil {
		f.fields.Objects = append(f.fields.Objects, kit.NewRow(8, kit.NewSecondary(t("settings.roads.key"), "", f.chooseKey).WithIcon("key")))
	}
	if f.kind != "sftp" {
		f.fields.Objects = append(f.fields.Objects, f.plain)
	}
	f.fields.Objects = append(f.fields.Objects, f.note)
}

// chooseKey reads a private key, which takes the place of the password.
func (f *roadForm) chooseKey() {
	s := f.p.s
	s.Choose.OpenFile(nil, func(path string) {
		shell.Save(s, func(context.Context) (string, error) {
			b, err := f.p.sv.ReadFile(path)
			return string(b), err
		}, func(key string, err error) {
			if err != nil {
				s.Fail(err)
				return
			}
			f.key = key
			f.note.Set(s.T("settings.roads.keyRead", "path", path))
			f.fields.Refresh()
		})
	})
}

// argsOf are the values of an error's sentence.
func argsOf(err error) map[string]string {
	var e *checklist.Error
	if errors.As(err, &e) {
		return e.Args
	}
	return nil
}
