package assets_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
)

func TestBulletinNumber(t *testing.T) {
	for _, x := range []struct{ kept, zh, en string }{
		{"通报〔2026〕3号", "通报〔2026〕3号", "Bulletin No. 3 (2026)"},
		{"Bulletin〔2026〕12号", "通报〔2026〕12号", "Bulletin No. 12 (2026)"},
		{"济银服通报〔2026〕3号", "济银服通报〔2026〕3号", "济银服通报 No. 3 (2026)"},
		{"", "", ""},
		{"第三期", "第三期", "第三期"},
	} {
		require.Equal(t, x.zh, assets.BulletinNumber("zh", x.kept))
		require.Equal(t, x.en, assets.BulletinNumber("en", x.kept))
	}
}
