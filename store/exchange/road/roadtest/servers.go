package roadtest

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"go/build"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/bcrypt"
	"golang.org/x/crypto/ssh"

	"hallcheck/store/exchange/road"
)

// Secret is the password of all servers; tests look for it where it must not be.
const Secret = "Kanarie-7f3a/@:x"

// Apache is a WebDAV folder with a password. disk, if any, is prepared before
// the server starts ("" = nothing to do).
func Apache(t testing.TB, disk string) *Server {
	t.Helper()
	bin := program(t, "apache2")
	dir := open(t)
	files := filepath.Join(dir, "files")
	require.NoError(t, os.Mkdir(files, 0o777))
	if disk != "" {
		SmallDisk(t, files, disk)
	}
	hash, err := bcrypt.GenerateFromPassword([]byte(Secret), bcrypt.MinCost)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "users"), []byte("hall:"+string(hash)+"\n"), 0o644))
	host := FreePort(t)
	conf := apacheConf(dir, host)
	if os.Geteuid() == 0 {
		conf += "User www-data\nGroup www-data\n"
		own(t, "www-data", dir, files)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "apache.conf"), []byte(conf), 0o644))
	s := &Server{Name: "apache2 mod_dav", Addr: "webdav://hall@" + host + "/dav", Host: host, Opt: road.Options{Secret: Secret}, Dir: files}
	return s.run(t, func() *exec.Cmd { return exec.Command(bin, "-f", filepath.Join(dir, "apache.conf"), "-DFOREGROUND") })
}

func apacheConf(dir, host string) string {
	var b strings.Builder
	for _, m := range []string{
		"mpm_event", "dav", "dav_fs", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic", "setenvif", "alias",
	} {
		fmt.Fprintf(&b, "LoadModule %s_module /usr/lib/apache2/modules/mod_%s.so\n", m, m)
	}
	fmt.Fprintf(&b, `ServerRoot %[1]s
ServerName 127.0.0.1
PidFile %[1]s/pid
ErrorLog %[1]s/error.log
Listen %[2]s
DavLockDB %[1]s/lock
DocumentRoot %[1]s
Alias /dav %[1]s/files
LimitRequestBody 0
<Directory %[1]s/files>
Dav On
AuthType Basic
AuthName hall
AuthUserFile %[1]s/users
Require valid-user
</Directory>
`, dir, host)
	return b.String()
}

func own(t testing.TB, name string, paths ...string) {
	t.Helper()
	u, err := user.Lookup(name)
	require.NoError(t, err)
	uid, err := strconv.Atoi(u.Uid)
	require.NoError(t, err)
	for _, p := range paths {
		require.NoError(t, os.Chown(p, uid, -1))
	}
}

// SSHD is a folder behind OpenSSH, with throw-away keys. Its Opt has the host
// pinned; Fresh forgets it.
func SSHD(t testing.TB, disk string) *Server {
	t.Helper()
	bin := program(t, "sshd")
	dir := open(t)
	files := filepath.Join(dir, "files")
	require.NoError(t, os.Mkdir(files, 0o777))
	if disk != "" {
		SmallDisk(t, files, disk)
	}
	hostKey, hostPEM := NewKey(t)
	loginKey, loginPEM := NewKey(t)
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	if os.Geteuid() == 0 {
		require.NoError(t, os.MkdirAll("/run/sshd", 0o755))
	}
	host := FreePort(t)
	_, port, err := net.SplitHostPort(host)
	require.NoError(t, err)
	me, err := user.Current()
	require.NoError(t, err)
	conf := write("sshd.conf", fmt.Sprintf(`Port %s
ListenAddress 127.0.0.1
HostKey %s
AuthorizedKeysFile %s
PidFile none
StrictModes no
UsePAM no
PermitRootLogin yes
PasswordAuthentication no
MaxStartups 200
Subsystem sftp internal-sftp
`, port, write("host", hostPEM), write("authorized", loginKey)))
	s := &Server{
		Name: "OpenSSH", Addr: "sftp://" + me.Username + "@" + host + files, Host: host, Dir: files,
		Opt: road.Options{Secret: loginPEM, Pinned: strings.TrimSpace(hostKey)},
	}
	return s.run(t, func() *exec.Cmd { return exec.Command(bin, "-D", "-e", "-f", conf) })
}

// NewKey makes an SSH key: its public line and its private PEM.
func NewKey(t testing.TB) (public, private string) {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	signer, err := ssh.NewSignerFromKey(key)
	require.NoError(t, err)
	block, err := ssh.MarshalPrivateKey(key, "")
	require.NoError(t, err)
	return string(ssh.MarshalAuthorizedKey(signer.PublicKey())), string(pem.EncodeToMemory(block))
}

// S3 is a bucket with a prefix on versitygw, which .ci/test builds.
func S3(t testing.TB, disk string) *Server {
	t.Helper()
	bin := program(t, "versitygw", filepath.Join(build.Default.GOPATH, "bin", "hallcheck-tools"))
	dir := open(t)
	files := filepath.Join(dir, "files")
	require.NoError(t, os.Mkdir(files, 0o777))
	if disk != "" {
		SmallDisk(t, files, disk)
	}
	host := FreePort(t)
	s := &Server{Name: "versitygw", Addr: "s3://hall@" + host + "/bucket/over/here", Host: host, Opt: road.Options{Secret: Secret}}
	s.run(t, func() *exec.Cmd {
		cmd := exec.Command(bin, "--port", host, "--region", "us-east-1", "--quiet", "posix", files)
		cmd.Env = append(os.Environ(), "ROOT_ACCESS_KEY=hall", "ROOT_SECRET_KEY="+Secret)
		return cmd
	})
	c, err := minio.New(host, &minio.Options{Creds: credentials.NewStaticV4("hall", Secret, ""), Region: "us-east-1", BucketLookup: minio.BucketLookupPath})
	require.NoError(t, err)
	require.NoError(t, c.MakeBucket(context.Background(), "bucket", minio.MakeBucketOptions{}))
	return s
}

// Folder is a directory.
func Folder(t testing.TB, disk string) *Server {
	t.Helper()
	dir := open(t)
	if disk != "" {
		SmallDisk(t, dir, disk)
	}
	return &Server{Name: "folder", Addr: dir, Dir: dir}
}
