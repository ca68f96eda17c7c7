package shell

// OpenFileLate is OpenFile with a folder that takes its time: it is there when arrive is called.
func OpenFileLate(c Chooser, dir string, then func(string)) (arrive func()) {
	b := newBrowser(c.(dialogs).s, browseFile, nil, "", then)
	b.show()
	return func() { b.arrive(dir, []entry{{name: "inner", dir: true}}, nil) }
}
