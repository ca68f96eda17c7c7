package road_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pkg/sftp"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"
	"golang.org/x/net/webdav"

	"hallcheck/store/exchange/road"
	"hallcheck/store/exchange/road/roadtest"
)

// netDAV is the server known to leave half a file under the name it was sent to.
func netDAV(t testing.TB, disk string) *roadtest.Server {
	t.Helper()
	s := roadtest.Folder(t, disk)
	dav := &webdav.Handler{Prefix: "/files", FileSystem: webdav.Dir(s.Dir), LockSystem: webdav.NewMemLS()}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, pass, _ := r.BasicAuth(); user != "hall" || pass != roadtest.Secret {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		dav.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	host := server.Listener.Addr().String()
	return &roadtest.Server{
		Name: "x/net/webdav", Addr: "webdav://hall@" + host + "/files/", Host: host, Dir: s.Dir, Opt: road.Options{Secret: roadtest.Secret},
	}
}

// pkgSFTP is a server with passwords; it knows fewer extensions than OpenSSH.
func pkgSFTP(t testing.TB, disk string) *roadtest.Server {
	t.Helper()
	s := roadtest.Folder(t, disk)
	public, private := roadtest.NewKey(t)
	signer, err := ssh.ParsePrivateKey([]byte(private))
	require.NoError(t, err)
	conf := &ssh.ServerConfig{PasswordCallback: func(c ssh.ConnMetadata, pass []byte) (*ssh.Permissions, error) {
		if c.User() == "hall" && string(pass) == roadtest.Secret {
			return &ssh.Permissions{}, nil
		}
		return nil, os.ErrPermission
	}}
	conf.AddHostKey(signer)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go serveSFTP(c, conf)
		}
	}()
	host := l.Addr().String()
	dir, err := filepath.EvalSymlinks(s.Dir)
	require.NoError(t, err)
	return &roadtest.Server{
		Name: "pkg/sftp", Addr: "sftp://hall@" + host + dir, Host: host, Dir: s.Dir,
		Opt: road.Options{Secret: roadtest.Secret, Pinned: strings.TrimSpace(public)},
	}
}

func serveSFTP(c net.Conn, conf *ssh.ServerConfig) {
	defer c.Close()
	_, chans, reqs, err := ssh.NewServerConn(c, conf)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(reqs)
	for ch := range chans {
		channel, requests, err := ch.Accept()
		if err != nil {
			return
		}
		go func() {
			for r := range requests {
				_ = r.Reply(r.Type == "subsystem", nil)
			}
		}()
		server, err := sftp.NewServer(channel)
		if err != nil {
			return
		}
		go func() { _ = server.Serve(); _ = channel.Close() }()
	}
}
