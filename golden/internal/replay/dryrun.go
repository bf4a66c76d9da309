package replay

import (
	"errors"
	"io"
	"net/http"

	"github.com/golem-gen/golem-gen/runtime"
)

// Writes returns the JSON that a call writes for its only parameter, or nil if the client refuses
// the call. It passes a client to call whose transport has no server.
func (r *Replay) Writes(call func(client *runtime.Client)) []byte {
	var sent catcher
	call(r.Dial(runtime.WithServerVersion("1.2.0"), runtime.WithTransport(&sent), runtime.WithVersionCheck(runtime.VersionCheckOff)))
	if sent == nil {
		return nil
	}
	return r.param(string(sent))
}

// catcher is a transport that keeps the body of the last request and fails each one.
type catcher []byte

func (c *catcher) RoundTrip(request *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, err
	}
	*c = body
	return nil, errors.Join(errNoServer, request.Body.Close())
}

var errNoServer = errors.New("there is no server")
