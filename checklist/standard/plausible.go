package standard

import "bytes"

// What a checklist or answers file never reaches. The parser recurses, and
// takes time that grows with the square of a map's entries.
const (
	maxDepth    = 200  // flow nesting; block markers in one line
	maxMarks    = 1000 // anchors and tags
	maxSiblings = 5000 // lines of one block at the same indentation
)

// tooDeep returns the line where a file goes beyond the limits, else 0.
func tooDeep(data []byte) int {
	if line := tooNested(data); line > 0 {
		return line
	}
	return tooMany(data)
}

func tooNested(data []byte) int {
	line, depth, block, marks := 1, 0, 0, 0
	start := true // the last byte was white space
	for i, b := range data {
		switch b {
		case '\n':
			line, block = line+1, 0
		case '[', '{':
			depth++
		case ']', '}':
			depth = max(0, depth-1)
		case '-', '?', ':':
			if start && (i+1 == len(data) || data[i+1] == ' ' || data[i+1] == '\t') {
				block++
			}
		case '&', '!', '*':
			if start {
				marks++
			}
		}
		start = b == ' ' || b == '\n' || b == '\t' || b == '\r'
		if depth > maxDepth || block > maxDepth || marks > maxMarks {
			return line
		}
	}
	return 0
}

// tooMany counts the lines at every open indentation; a line further left
// closes those to its right.
func tooMany(data []byte) int {
	type level struct{ indent, count int }
	var open []level
	line := 0
	for len(data) > 0 {
		row, rest, _ := bytes.Cut(data, []byte{'\n'})
		data, line = rest, line+1
		text := bytes.TrimLeft(row, " ")
		indent := len(row) - len(text)
		if len(bytes.TrimSpace(text)) == 0 || text[0] == '#' {
			continue
		}
		for len(open) > 0 && open[len(open)-1].indent > indent {
			open = open[:len(open)-1]
		}
		if len(open) == 0 || open[len(open)-1].indent < indent {
			open = append(open, level{indent: indent})
		}
		top := &open[len(open)-1]
		if top.count++; top.count > maxSiblings || len(open) > maxDepth {
			return line
		}
	}
	return 0
}
