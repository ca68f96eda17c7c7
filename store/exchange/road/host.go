package road

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strings"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"hallcheck/checklist"
)

// connect logs in to a host whose key is the pinned one, or is trusted now.
func (s *sftpRoad) connect(ctx context.Context) error {
	auth, err := s.login()
	if err != nil {
		return err
	}
	_ = s.close()
	conn, err := s.meter.dial(s.opt.stall())(ctx, "tcp", s.at.Host)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	var refusal error // of the host, said by our own check
	conf := &ssh.ClientConfig{
		User: s.at.User, Auth: auth, HostKeyAlgorithms: algorithms(s.opt.Pinned),
		HostKeyCallback: func(host string, _ net.Addr, key ssh.PublicKey) error {
			refusal = s.meet(key)
			return refusal
		},
	}
	c, chans, reqs, err := ssh.NewClientConn(conn, s.at.Host, conf)
	if err == nil {
		s.ssh = ssh.NewClient(c, chans, reqs)
		s.client, err = sftp.NewClient(s.ssh, sftp.UseConcurrentWrites(true))
	}
	if !stop() && err == nil {
		err = context.Cause(ctx)
	}
	if err == nil {
		return nil
	}
	_ = conn.Close()
	_ = s.close()
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case refusal != nil:
		return refusal
	case strings.Contains(err.Error(), "no common algorithm for host key"):
		return s.changed("?")
	case strings.Contains(err.Error(), "unable to authenticate"), strings.Contains(err.Error(), "message type 51"): // 51 = refused
		return checklist.Fail("road.auth", "place", s.at.Place(), "why", "ssh").Because(err)
	}
	return err
}

// login is a private key, or a password, which some servers ask for as a question.
func (s *sftpRoad) login() ([]ssh.AuthMethod, error) {
	if strings.HasPrefix(strings.TrimSpace(s.opt.Secret), "-----BEGIN") {
		key, err := ssh.ParsePrivateKey([]byte(strings.TrimSpace(s.opt.Secret) + "\n"))
		if err != nil {
			return nil, checklist.Fail("road.key").Because(errors.New("unreadable, or protected by a passphrase"))
		}
		return []ssh.AuthMethod{ssh.PublicKeys(key)}, nil
	}
	answer := func(_, _ string, questions []string, _ []bool) ([]string, error) {
		out := make([]string, len(questions))
		for i := range out {
			out[i] = s.opt.Secret
		}
		return out, nil
	}
	return []ssh.AuthMethod{ssh.Password(s.opt.Secret), ssh.KeyboardInteractive(answer)}, nil
}

// meet decides about a host's key.
func (s *sftpRoad) meet(key ssh.PublicKey) error {
	line := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key)))
	print := ssh.FingerprintSHA256(key)
	if s.opt.Pinned == "" {
		if s.opt.Trust != nil && s.opt.Trust(s.at.Host, print, line) {
			s.opt.Pinned = line
			return nil
		}
		return checklist.Fail("road.hostNew", "place", s.at.Place(), "print", print)
	}
	known, _, _, _, err := ssh.ParseAuthorizedKey([]byte(s.opt.Pinned))
	if err != nil || !bytes.Equal(known.Marshal(), key.Marshal()) {
		return s.changed(print)
	}
	return nil
}

func (s *sftpRoad) changed(print string) error {
	return checklist.Fail("road.hostChanged", "place", s.at.Place(), "print", print, "known", Fingerprint(s.opt.Pinned))
}

// algorithms asks a known host for the kind of key that is pinned: it may have others too.
func algorithms(pinned string) []string {
	known, _, _, _, err := ssh.ParseAuthorizedKey([]byte(pinned))
	if err != nil {
		return nil
	}
	if known.Type() == ssh.KeyAlgoRSA {
		return []string{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256, ssh.KeyAlgoRSA}
	}
	return []string{known.Type()}
}

// Fingerprint is the SHA-256 fingerprint of a pinned key, "" without one.
func Fingerprint(pinned string) string {
	known, _, _, _, err := ssh.ParseAuthorizedKey([]byte(pinned))
	if err != nil {
		return ""
	}
	return ssh.FingerprintSHA256(known)
}
