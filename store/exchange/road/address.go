package road

import (
	"cmp"
	"net"
	"net/url"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"hallcheck/checklist"
)

// Kind is the sort of a road.
type Kind string

// The four sorts.
const (
	Folder Kind = "folder"
	WebDAV Kind = "webdav"
	SFTP   Kind = "sftp"
	S3     Kind = "s3"
)

// Address says where a road is. A password stands in it only until Split.
type Address struct {
	Kind   Kind
	Secure bool   // TLS; SFTP always
	User   string // S3: the access key
	Host   string // with port
	Path   string // of the folder, or inside the server; S3: the prefix
	Bucket string // S3
	Region string // S3, from ?region=; us-east-1 without

	password string
}

// IsAddress says whether text names a road by scheme rather than a folder.
func IsAddress(text string) bool {
	scheme, _, ok := strings.Cut(text, "://")
	return ok && slices.Contains([]string{"file", "webdav", "webdavs", "http", "https", "dav", "davs", "sftp", "s3", "s3s"}, strings.ToLower(scheme))
}

// Parse understands an address. http(s):// and dav(s):// mean WebDAV. Codes road.address.
func Parse(addr string) (Address, error) {
	addr = strings.TrimSpace(addr)
	bad := func(why string) (Address, error) {
		return Address{}, checklist.Fail("road.address", "address", Clean(addr), "why", why)
	}
	if !IsAddress(addr) {
		if addr == "" || strings.Contains(addr, "://") {
			return bad("scheme")
		}
		return Address{Kind: Folder, Path: filepath.Clean(addr)}, nil
	}
	u, err := url.Parse(addr)
	if err != nil {
		return bad("form")
	}
	a := Address{User: u.User.Username(), Host: u.Host, Path: path.Clean("/" + u.Path), Region: u.Query().Get("region")}
	a.password, _ = u.User.Password()
	scheme := strings.ToLower(u.Scheme)
	if scheme == "file" {
		return Address{Kind: Folder, Path: filePath(u)}, nil
	}
	if u.Hostname() == "" {
		return bad("host")
	}
	switch scheme {
	case "sftp":
		a.Kind, a.Secure = SFTP, true
		if a.User == "" {
			return bad("user")
		}
		a.Host = net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), "22"))
	case "s3", "s3s":
		a.Kind, a.Secure = S3, scheme == "s3s"
		a.Bucket, a.Path, _ = strings.Cut(strings.TrimPrefix(a.Path, "/"), "/")
		if len(a.Bucket) < 3 {
			return bad("bucket")
		}
	default:
		a.Kind, a.Secure = WebDAV, scheme == "webdavs" || scheme == "davs" || scheme == "https"
	}
	return a, nil
}

// filePath is the folder of a file:// address, share names of Windows included.
func filePath(u *url.URL) string {
	p := u.Path
	if runtime.GOOS == "windows" {
		p = strings.TrimPrefix(p, "/")
	}
	if u.Host != "" && u.Host != "localhost" {
		p = "//" + u.Host + u.Path
	}
	return filepath.Clean(filepath.FromSlash(p))
}

// Split takes the password out of an address: what is stored and shown is the
// rest, the secret goes to Secrets.
func Split(addr string) (clean, secret string, err error) {
	a, err := Parse(addr)
	if err != nil {
		return "", "", err
	}
	return a.String(), a.password, nil
}

// Clean is an address, understood or not, without anything that may be a
// password: a password with a slash in it moves the border, so the last @ counts.
func Clean(addr string) string {
	scheme, rest, ok := strings.Cut(addr, "://")
	at := strings.LastIndex(rest, "@")
	if !ok || at < 0 {
		return addr
	}
	user, _, _ := strings.Cut(rest[:at], ":")
	return scheme + "://" + user + "@" + rest[at+1:]
}

// String is the address without the password.
func (a Address) String() string {
	if a.Kind == Folder {
		return a.Path
	}
	u := url.URL{Scheme: string(a.Kind), Host: a.Host, Path: a.Path}
	if a.User != "" {
		u.User = url.User(a.User)
	}
	if a.Secure && a.Kind != SFTP {
		u.Scheme += "s"
	}
	if a.Kind == S3 {
		u.Path = path.Join("/", a.Bucket, a.Path)
		if a.Region != "" {
			u.RawQuery = url.Values{"region": {a.Region}}.Encode()
		}
	}
	return u.String()
}

// NeedsSecret says whether the road asks for a password or key at all.
func (a Address) NeedsSecret() bool { return a.Kind != Folder && a.User != "" }

// Place is the address in short, for a line of a list: the folder, or the host.
func (a Address) Place() string {
	if a.Kind == Folder {
		return a.Path
	}
	return a.Host
}

func sortEntries(list []Entry) {
	slices.SortFunc(list, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
}
