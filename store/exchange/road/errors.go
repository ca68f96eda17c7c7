package road

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"slices"
	"syscall"

	"hallcheck/checklist"
)

// systemic are the failures that the next file of a batch would meet as well.
var systemic = []string{
	"road.address", "road.auth", "road.denied", "road.full", "road.offline", "road.stalled", "road.cut", "road.missing",
	"road.hostNew", "road.hostChanged", "road.tls", "road.server", "road.busy", "road.noSecret",
}

// Systemic says whether an error is about the road rather than about one file:
// a batch stops at it.
func Systemic(err error) bool { return slices.Contains(systemic, checklist.CodeOf(err)) }

// Fleeting says whether an error is of the kind that goes away by waiting: the
// network. The others want a person.
func Fleeting(err error) bool {
	return slices.Contains([]string{"road.offline", "road.stalled", "road.cut", "road.server", "road.busy"}, checklist.CodeOf(err))
}

var errStalled = errors.New("no byte moved")

// because puts a driver's error in words; ctx is the caller's.
func (a Address) because(ctx context.Context, err error) error {
	if err == nil || checklist.CodeOf(err) != "" {
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	code := a.code(err)
	if code == "exchange.exists" {
		return checklist.Fail(code, "name", "").Because(err)
	}
	if code == "" {
		return err
	}
	return checklist.Fail(code, "place", a.Place(), "why", err.Error()).Because(err)
}

func (a Address) code(err error) string {
	var dns *net.DNSError
	var op *net.OpError
	var cert *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var unknown x509.UnknownAuthorityError
	var late net.Error
	switch {
	case errors.Is(err, errStalled):
		return "road.stalled"
	case errors.Is(err, fs.ErrExist):
		return "exchange.exists"
	case errors.As(err, &cert), errors.As(err, &record), errors.As(err, &unknown), errors.Is(err, http.ErrSchemeMismatch):
		return "road.tls"
	case errors.As(err, &late) && late.Timeout() && op == nil:
		return "road.stalled"
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return "road.full"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return "road.denied"
	case errors.Is(err, fs.ErrNotExist):
		return ""
	case errors.As(err, &dns), errors.As(err, &op) && op.Op == "dial":
		return "road.offline"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE),
		errors.Is(err, net.ErrClosed), errors.Is(err, os.ErrDeadlineExceeded), op != nil:
		return "road.cut"
	case a.Kind == Folder: // a stick pulled out, a share gone
		return "road.missing"
	}
	return "road.server"
}

// status is what a server of files answered, as a code; "" for a name that is not there.
func (a Address) status(what string, code int) error {
	why := what + " " + itoa(code)
	fail := func(c string) error { return checklist.Fail(c, "place", a.Place(), "why", why) }
	switch code {
	case 404, 410:
		return fs.ErrNotExist
	case 412:
		return fs.ErrExist
	case 401, 407:
		return fail("road.auth")
	case 403:
		return fail("road.denied")
	case 409, 423, 429, 503:
		return fail("road.busy")
	case 413:
		return fail("road.tooLarge")
	case 507:
		return fail("road.full")
	}
	return fail("road.server")
}
