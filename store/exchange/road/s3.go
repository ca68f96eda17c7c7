package road

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"hallcheck/checklist"
)

// s3Road is a bucket, or a prefix in one. A single PUT is whole or not there; the
// server checks the sum that is part of the signed request.
type s3Road struct {
	at     Address
	core   minio.Core
	once   bool // the server is known not to understand If-None-Match
	client interface{ CloseIdleConnections() }
}

// sumKey is the user metadata that holds the SHA-256 of an object.
const sumKey = "Sha256"

func openS3(a Address, o Options, m *meter) (driver, error) {
	t := m.transport(o.stall())
	core, err := minio.NewCore(a.Host, &minio.Options{
		Creds: credentials.NewStaticV4(a.User, o.Secret, ""), Secure: a.Secure, Transport: t,
		Region: cmp.Or(a.Region, "us-east-1"), BucketLookup: minio.BucketLookupPath, MaxRetries: 1,
	})
	if err != nil {
		return nil, checklist.Fail("road.address", "address", a.String(), "why", "host").Because(err)
	}
	return &s3Road{at: a, core: *core, client: t}, nil
}

func (s *s3Road) key(name string) string { return path.Join(s.at.Path, name) }

// plain takes the answer of the server out of the library's error.
func (s *s3Road) plain(what string, err error) error {
	var r minio.ErrorResponse
	if err == nil || !errors.As(err, &r) || r.StatusCode == 0 && r.Code == "" {
		return err
	}
	fail := func(code string) error {
		return checklist.Fail(code, "place", s.at.Place(), "why", what+" "+r.Code).Because(err)
	}
	switch r.Code {
	case "NoSuchKey":
		return fs.ErrNotExist
	case "NoSuchBucket":
		return fail("road.missing")
	case "PreconditionFailed", "ConditionalRequestConflict":
		return fs.ErrExist
	case "InvalidAccessKeyId", "SignatureDoesNotMatch", "AuthorizationHeaderMalformed", "InvalidToken", "ExpiredToken":
		return fail("road.auth")
	case "AccessDenied", "AllAccessDisabled":
		return fail("road.denied")
	case "QuotaExceeded", "XMinioStorageFull", "InsufficientCapacity", "StorageFull":
		return fail("road.full")
	case "EntityTooLarge":
		return fail("road.tooLarge")
	}
	if r.StatusCode > 0 {
		return s.at.status(what+" "+r.Code, r.StatusCode)
	}
	return fail("road.server")
}

func (s *s3Road) list(ctx context.Context, dir string) ([]Entry, error) {
	prefix := s.key(dir)
	if prefix != "" && prefix != "." {
		prefix += "/"
	} else {
		prefix = ""
	}
	var out []Entry
	ctx, cancel := context.WithCancel(ctx) // ends the library's own goroutine
	defer cancel()
	for o := range s.core.Client.ListObjects(ctx, s.at.Bucket, minio.ListObjectsOptions{Prefix: prefix}) {
		if o.Err != nil {
			return nil, s.plain("LIST", o.Err)
		}
		if name := strings.TrimPrefix(o.Key, prefix); name != "" && !strings.Contains(name, "/") {
			out = append(out, Entry{Name: path.Join(dir, name), Size: o.Size, Changed: o.LastModified})
		}
	}
	return out, nil
}

func (s *s3Road) stat(ctx context.Context, name string) (int64, string, error) {
	st, err := s.core.StatObject(ctx, s.at.Bucket, s.key(name), minio.StatObjectOptions{})
	if err != nil {
		return 0, "", s.plain("HEAD", err)
	}
	return st.Size, st.UserMetadata[sumKey], nil
}

func (s *s3Road) put(ctx context.Context, f file) error {
	opts := minio.PutObjectOptions{
		DisableContentSha256: true, // of chunks: the sum of the whole is sent
		UserMetadata:         map[string]string{sumKey: f.sum},
		ContentType:          "application/octet-stream",
	}
	if !s.once {
		opts.SetMatchETagExcept("*")
	}
	body := &counted{r: io.LimitReader(f.src, f.size), tell: f.progress}
	_, err := s.core.PutObject(ctx, s.at.Bucket, s.key(f.name), body, f.size, "", f.sum, opts)
	body.stop()
	var r minio.ErrorResponse
	if !s.once && errors.As(err, &r) && (r.StatusCode == 501 || r.Code == "NotImplemented") {
		s.once = true // way.there asked before; that must do
		if _, err := f.src.Seek(0, io.SeekStart); err != nil {
			return err
		}
		return s.put(ctx, f)
	}
	if err != nil && r.StatusCode == 0 && ctx.Err() == nil {
		// A server may refuse a name that is taken, and hang up, while the bytes are still
		// coming: then its answer is lost, and what lies there says how it ended.
		if _, _, e := s.stat(ctx, f.name); e == nil {
			return fs.ErrExist
		}
	}
	if err != nil {
		return s.plain("PUT", err)
	}
	size, _, err := s.stat(ctx, f.name)
	if errors.Is(err, fs.ErrNotExist) { // whoever it was for was faster
		return nil
	}
	if err == nil && size != f.size {
		err = errors.Join(checklist.Fail("exchange.readBack", "name", f.name), s.remove(ctx, f.name))
	}
	return err
}

func (s *s3Road) get(ctx context.Context, name string, offset int64) (io.ReadCloser, error) {
	var o minio.GetObjectOptions
	if offset > 0 {
		if err := o.SetRange(offset, 0); err != nil {
			return nil, err
		}
	}
	r, _, _, err := s.core.GetObject(ctx, s.at.Bucket, s.key(name), o)
	if err == nil {
		return r, nil
	}
	if size, _, e := s.stat(ctx, name); e == nil && offset >= size && offset > 0 {
		return io.NopCloser(eof{}), nil
	}
	return nil, s.plain("GET", err)
}

func (s *s3Road) remove(ctx context.Context, name string) error {
	return s.plain("DELETE", s.core.RemoveObject(ctx, s.at.Bucket, s.key(name), minio.RemoveObjectOptions{}))
}

func (s *s3Road) close() error { s.client.CloseIdleConnections(); return nil }
