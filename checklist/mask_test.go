package checklist

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMaskNumbers(t *testing.T) {
	for in, want := range map[string]string{
		"":                           "",
		"地面有水渍":                      "地面有水渍",
		"客户13812345678来电":            "客户138****5678来电",
		"客户138 1234 5678":            "客户138 **** 5678",
		"客户138-1234-5678。":           "客户138-****-5678。",
		"+8613812345678":             "+861******5678",
		"１３８１２３４５６７８":                "１３８****５６７８",
		"身份证370802199001011234已还":    "身份证370*************34已还",
		"身份证37080219900101123X":      "身份证370*************3X",
		"370802 19900101 123x":       "370*** ******** **3x",
		"卡6222021234567890":          "卡************7890",
		"卡6222021234567890123（遗失）":   "卡***************0123（遗失）",
		"6222 0212 3456 7890 123":    "**** **** **** ***0 123",
		"6222021234567890 3000元":     "************7890 3000元",
		"两个：13812345678、13912345678": "两个：138****5678、139****5678",
		"１２３４6222021234567890":       "１２３４************7890", // digits of the other width beside it
		"13812345678９":               "138****5678９",
		"６２２２０２１２３４５６７８９０1234":       "************７８９０1234",
		"13812345678 1234 5678 9012": "138******** **** **** 9012", // the phone's end would look like a card's beginning
		// what only looks like one
		"2026-11-18 2026-11-21":   "2026-11-18 2026-11-21",
		"20261118091200":          "20261118091200",
		"IMG_20261118_091200.jpg": "IMG_20261118_091200.jpg",
		"0537-2345678":            "0537-2345678",
		"12345678901":             "12345678901", // eleven digits, no mobile number
		"138123456789":            "138123456789",
		"12345678901234567890":    "12345678901234567890", // twenty digits
		"F-2026-0117":             "F-2026-0117",
		"第3号柜台，2处，各扣0.5分":         "第3号柜台，2处，各扣0.5分",
		"bad \xff 13812345678":    "bad \xff 138****5678",
	} {
		got := MaskNumbers(in)
		require.Equal(t, want, got, in)
		require.Equal(t, got, MaskNumbers(got), "twice: %s", in)
	}
}

func FuzzMaskNumbers(f *testing.F) {
	for _, s := range []string{
		"13812345678", "370802 19900101 123X", "6222-0212-3456-7890-1", "年2026-11-18", "86 138 1234 5678", "\xff１３",
		"۳0000000000000000", "１0000000000000000000", "0000000000000000000１", "13812345678 1234 5678 9012",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := MaskNumbers(s)
		require.Equal(t, len([]rune(s)), len([]rune(got)))
		require.Equal(t, strings.Count(s, "\n"), strings.Count(got, "\n"))
		require.Equal(t, got, MaskNumbers(got), "twice: %q", s)
		for _, is := range []func(rune) bool{isDigit, isPlainDigit, isWideDigit} {
			for _, run := range strings.FieldsFunc(got, func(r rune) bool { return !is(r) }) {
				n := len([]rune(run)) // no run of a forbidden length is left
				require.False(t, n >= 16 && n <= 19, "%q → %q", s, got)
			}
		}
	})
}
