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
	for _, s := range []string{"13812345678", "370802 19900101 123X", "6222-0212-3456-7890-1", "年2026-11-18", "86 138 1234 5678", "\xff１３", "۳0000000000000000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := MaskNumbers(s)
		require.Equal(t, len([]rune(s)), len([]rune(got)))
		require.Equal(t, strings.Count(s, "\n"), strings.Count(got, "\n"))
		run := 0 // no run of plain digits of a forbidden length is left
		for _, r := range got + " " {
			if r >= '0' && r <= '9' {
				run++
				continue
			}
			require.False(t, run >= 16 && run <= 19, "%q → %q", s, got)
			run = 0
		}
	})
}
