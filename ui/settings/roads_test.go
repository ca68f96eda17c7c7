package settings_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/settings"
	"hallcheck/ui/shell/shelltest"
)

// ways keeps roads in memory.
type ways struct {
	list  []settings.Road
	added []settings.NewRoad
	calls []string
	err   error
}

func (w *ways) Roads(context.Context) ([]settings.Road, error) { return w.list, nil }

func (w *ways) AddRoad(_ context.Context, n settings.NewRoad) error {
	w.added = append(w.added, n)
	if w.err != nil && n.Fingerprint == "" {
		return w.err
	}
	w.list = append(w.list, settings.Road{ID: "x", Name: n.Name, Address: n.Address, Active: true})
	return nil
}

func (w *ways) TryRoad(_ context.Context, id string) error {
	w.calls = append(w.calls, "try "+id)
	return w.err
}

func (w *ways) UseRoad(_ context.Context, id string, active bool) error {
	w.calls = append(w.calls, "use "+id)
	w.list[0].Active = active
	return nil
}

func (w *ways) RemoveRoad(_ context.Context, id string) error {
	w.calls = append(w.calls, "remove "+id)
	w.list = nil
	return nil
}

// field finds a text field by what stands in it while it is empty.
func field(e *shelltest.Env, hint string) *kit.TextField {
	for i := 0; ; i++ {
		if f := shelltest.Find[*kit.TextField](e, i); f.PlaceHolder == hint {
			return f
		}
	}
}

// pick chooses one of several.
func pick(e *shelltest.Env, id string) {
	for i := 0; ; i++ {
		s := shelltest.Find[*kit.Segmented](e, i)
		for _, o := range s.Options {
			if o.ID == id {
				s.Choose(id)
				return
			}
		}
	}
}

func TestAddFolder(t *testing.T) {
	w := &ways{}
	e, _ := open(t, settings.Services{Roads: w})
	e.Tap("添加通道")
	require.Empty(t, e.Overflows())
	field(e, "U 盘或共享文件夹").SetText("/mnt/报送")
	field(e, "例如：分行共享盘").SetText("共享盘")
	e.Tap("试用并添加")
	require.Equal(t, []settings.NewRoad{{Address: "/mnt/报送", Name: "共享盘"}}, w.added)
	require.True(t, e.Has("共享盘"))
	require.True(t, e.Has("/mnt/报送"))
	require.True(t, e.Has("还没用过"))
	require.True(t, e.Has("自动收发"))
}

// TestAddHost: an SSH host is shown by its fingerprint before it is trusted.
func TestAddHost(t *testing.T) {
	w := &ways{err: checklist.Fail("road.hostNew", "place", "h:22", "print", "SHA256:abc")}
	e, _ := open(t, settings.Services{Roads: w, ReadFile: func(string) ([]byte, error) { return []byte("-----BEGIN KEY"), nil }})
	e.Shell.Choose = chooser{"/home/key"}
	e.Tap("添加通道")
	pick(e, "sftp")
	require.Empty(t, e.Overflows())
	field(e, "files.bank.cn:22/upload").SetText("h:22/in")
	e.Tap("用私钥文件登录…")
	require.True(t, e.Has("已读取私钥 /home/key"))
	e.Tap("试用并添加")
	require.True(t, e.Has("核对主机密钥"))
	require.True(t, e.Has("SHA256:abc"))
	require.Empty(t, e.Overflows())
	e.Tap("一致，信任并添加")
	require.Len(t, w.added, 2)
	require.Equal(t, settings.NewRoad{Address: "sftp://h:22/in", Secret: "-----BEGIN KEY", Fingerprint: "SHA256:abc"}, w.added[1])
}

func TestAddBucketAndFailure(t *testing.T) {
	w := &ways{}
	e, _ := open(t, settings.Services{Roads: w})
	e.Tap("添加通道")
	pick(e, "s3")
	field(e, "s3.bank.cn/bucket/hallcheck").SetText("s3s://s3.bank.cn/b1/x")
	e.Tap("试用并添加")
	require.Equal(t, "s3s://s3.bank.cn/b1/x", w.added[0].Address)
	w.err = checklist.Fail("road.auth", "place", "s3.bank.cn", "why", "403")
	e.Tap("添加通道")
	pick(e, "webdav")
	field(e, "files.bank.cn/upload").SetText("files.bank.cn/in")
	e.Tap("试用并添加")
	require.Equal(t, "webdavs://files.bank.cn/in", w.added[1].Address)
	require.True(t, e.Has("拒绝登录"))
}

func TestRoadsOfTheCard(t *testing.T) {
	w := &ways{list: []settings.Road{{
		ID: "1", Name: "服务器", Address: "sftp://u@h:22/in", Active: true, Reached: shelltest.Now.UnixMilli(), Fingerprint: "SHA256:abc",
		Err: checklist.Fail("road.full", "place", "h:22", "why", "x"),
	}}}
	e, f := open(t, settings.Services{Roads: w})
	for _, x := range []string{"服务器", "sftp://u@h:22/in", "主机指纹 SHA256:abc", "没有送到", "h:22 的空间满了", "上次成功 11-21 09:31"} {
		require.True(t, e.Has(x), "%s in %q", x, e.Texts())
	}
	require.Empty(t, e.Overflows())
	e.Tap("测试")
	require.True(t, e.Has("可用"))
	e.Tap("停用")
	require.True(t, e.Has("已停用"))
	pick(e, "60")
	require.Equal(t, "60", f.home.Settings[settings.SettingSync])
	e.Tap("删除")
	require.Equal(t, []string{"try 1", "use 1"}, w.calls, "it is asked first")
	e.Tap("取消")
	e.Tap("删除")
	require.True(t, e.Has("通道上的文件不动"))
	e.Tap("删除")
	require.Contains(t, w.calls, "remove 1")
	require.False(t, e.Has("sftp://u@h:22/in"))
}
