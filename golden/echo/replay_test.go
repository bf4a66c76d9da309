package echo

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"math/big"
	"net/url"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

var _ = flag.Bool("update", false, "accepted so that go test ./... -update reaches every package")

// echoCall decodes a recorded parameter, calls the generated method with it, and is
// what the method returned, in value form.
//
// f32 are answered widened to f64: the answer is read as the method reads it, and
// written again, so that both texts are the shortest ones.
type echoCall func(ctx context.Context, value, answer string) (got, want []byte, err error)

func echoing[T any](decode wire.DecodeFunc[T], write wire.AppendFunc[T],
	call func(ctx context.Context, value T, opts ...runtime.CallOption) (T, error),
) echoCall {
	return func(ctx context.Context, text, answer string) (got, want []byte, err error) {
		var value, expected T
		if err := wire.Unmarshal([]byte(text), &value, decode); err != nil {
			return nil, nil, errNotWritten
		}
		if written, err := wire.Marshal(&value, write); err != nil || !sameJSON(written, []byte(text)) {
			return nil, nil, errNotWritten
		}
		if err := wire.Unmarshal([]byte(answer), &expected, decode); err != nil {
			return nil, nil, err
		}
		result, err := call(ctx, value)
		if err != nil {
			return nil, nil, err
		}
		if got, err = wire.Marshal(&result, write); err != nil {
			return nil, nil, err
		}
		want, err = wire.Marshal(&expected, write)
		return got, want, err
	}
}

// errNotWritten marks requests that no Go value gives: flags out of order, surplus
// fields, several cases, 1.0 for an integer.
var errNotWritten = errors.New("no value is written so")

// listing is the codec of a list.
func listing[T any](decode wire.DecodeFunc[T], write wire.AppendFunc[T]) (wire.DecodeFunc[[]T], wire.AppendFunc[[]T]) {
	return func(d *wire.Decoder, v *[]T) { wire.DecodeList(d, v, decode) },
		func(b []byte, e *wire.Encoder, v *[]T) []byte { return wire.AppendList(b, e, v, write) }
}

// optional is the codec of an option.
func optional[T any](decode wire.DecodeFunc[T], write wire.AppendFunc[T]) (wire.DecodeFunc[runtime.Option[T]], wire.AppendFunc[runtime.Option[T]]) {
	return func(d *wire.Decoder, v *runtime.Option[T]) { runtime.DecodeOption(d, v, decode) },
		func(b []byte, e *wire.Encoder, v *runtime.Option[T]) []byte {
			return runtime.AppendOption(b, e, v, write)
		}
}

func echoCalls(w *Worker) map[string]echoCall {
	s, c := w.Scalars, w.Composites
	stringsIn, stringsOut := listing(wire.DecodeString, wire.AppendString)
	charsIn, charsOut := listing(wire.DecodeChar, wire.AppendChar)
	ordersIn, ordersOut := listing(decodeEchoOrderValue, appendEchoOrderValue)
	shapesIn, shapesOut := listing(decodeEchoShapeValue, appendEchoShapeValue)
	optionIn, optionOut := optional(wire.DecodeString, wire.AppendString)
	numberIn, numberOut := optional(wire.DecodeUint64, wire.AppendUint64)
	return map[string]echoCall{
		"echo-bool":        echoing(wire.DecodeBool, wire.AppendBool, s.EchoBool),
		"echo-u8":          echoing(wire.DecodeUint8, wire.AppendUint8, s.EchoU8),
		"echo-s8":          echoing(wire.DecodeInt8, wire.AppendInt8, s.EchoS8),
		"echo-u16":         echoing(wire.DecodeUint16, wire.AppendUint16, s.EchoU16),
		"echo-s16":         echoing(wire.DecodeInt16, wire.AppendInt16, s.EchoS16),
		"echo-u32":         echoing(wire.DecodeUint32, wire.AppendUint32, s.EchoU32),
		"echo-s32":         echoing(wire.DecodeInt32, wire.AppendInt32, s.EchoS32),
		"echo-u64":         echoing(wire.DecodeUint64, wire.AppendUint64, s.EchoU64),
		"echo-s64":         echoing(wire.DecodeInt64, wire.AppendInt64, s.EchoS64),
		"echo-char":        echoing(wire.DecodeChar, wire.AppendChar, s.EchoChar),
		"echo-string":      echoing(wire.DecodeString, wire.AppendString, s.EchoString),
		"echo-priority":    echoing(decodeEchoPriorityValue, appendEchoPriorityValue, c.EchoPriority),
		"echo-permissions": echoing(decodeEchoPermissionsValue, appendEchoPermissionsValue, c.EchoPermissions),
		"echo-wide-flags":  echoing(decodeEchoWideFlagsValue, appendEchoWideFlagsValue, c.EchoWideFlags),
		"echo-point":       echoing(decodeEchoPointValue, appendEchoPointValue, c.EchoPoint),
		"echo-order":       echoing(decodeEchoOrderValue, appendEchoOrderValue, c.EchoOrder),
		"echo-shape":       echoing(decodeEchoShapeValue, appendEchoShapeValue, c.EchoShape),
		"echo-tree":        echoing(decodeEchoTreeValue, appendEchoTreeValue, c.EchoTree),
		"echo-keywords":    echoing(decodeEchoKeywordsValue, appendEchoKeywordsValue, c.EchoKeywords),
		"echo-list-u8":     echoing(wire.DecodeBytes, wire.AppendBytes, c.EchoListU8),
		"echo-list-string": echoing(stringsIn, stringsOut, c.EchoListString),
		"echo-list-char":   echoing(charsIn, charsOut, c.EchoListChar),
		"echo-list-order":  echoing(ordersIn, ordersOut, c.EchoListOrder),
		"echo-list-shape":  echoing(shapesIn, shapesOut, c.EchoListShape),
		"echo-option":      echoing(optionIn, optionOut, c.EchoOption),
		"echo-option-u64":  echoing(numberIn, numberOut, c.EchoOptionU64),
	}
}

// TestReplayedEchoes sends every recorded echo whose parameter is a Go value, and
// whose answer was accepted, through the generated methods. The replaying server fails
// the test where the request is not the recorded one.
func TestReplayedEchoes(t *testing.T) {
	for _, version := range []string{"1.1.0", "1.2.0"} {
		t.Run(version, func(t *testing.T) { replayEchoes(t, version) })
	}
}

// recordedEchoes is the number of recorded exchanges that a client's values give.
const recordedEchoes = 70

func replayEchoes(t *testing.T, version string) {
	recording, err := os.ReadFile("../../testdata/recordings/golem-" + version + "/echo.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	exchanges, err := golemtest.ReadRecording(recording)
	if err != nil {
		t.Fatal(err)
	}
	server := golemtest.Replay(t, recording, golemtest.Version(version))
	client, err := runtime.NewClient(server.URL, runtime.WithServerVersion(version),
		runtime.WithVersionCheck(runtime.VersionCheckOff), runtime.WithoutRetry())
	if err != nil {
		t.Fatal(err)
	}
	replayed := 0
	for _, x := range exchanges {
		if x.Category == "echo" && x.Status == 200 && replayEcho(t, client, x) {
			replayed++
		}
	}
	t.Logf("%d exchanges replayed", replayed)
	if replayed != recordedEchoes {
		t.Errorf("%d exchanges were replayed, want %d", replayed, recordedEchoes)
	}
}

func replayEcho(t *testing.T, client *runtime.Client, x golemtest.Exchange) bool {
	path, query, _ := strings.Cut(x.Path, "?function=")
	function, err := url.QueryUnescape(query)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(path, "/")
	_, name, _ := strings.Cut(strings.TrimSuffix(function, "}"), "{")
	call := echoCalls(NewWorker(client, parts[len(parts)-2]))[name]
	var request struct {
		Params []struct{ Value json.RawMessage }
	}
	if call == nil || json.Unmarshal([]byte(*x.Request), &request) != nil || len(request.Params) != 1 {
		return false
	}
	var answer struct {
		Result struct{ Value []json.RawMessage }
	}
	if err := json.Unmarshal([]byte(*x.Response), &answer); err != nil {
		t.Fatal(err)
	}
	got, want, err := call(context.Background(), string(request.Params[0].Value), string(answer.Result.Value[0]))
	if errors.Is(err, errNotWritten) {
		return false
	}
	if err != nil {
		t.Errorf("%d %s: %v", x.Seq, x.Note, err)
	} else if string(got) != string(want) {
		t.Errorf("%d %s: the method returned %s, the server answered %s", x.Seq, x.Note, got, want)
	}
	return true
}

// sameJSON compares texts as JSON with exact numbers: 1.0 is 1.
func sameJSON(a, b []byte) bool {
	return reflect.DeepEqual(exact(a), exact(b))
}

// exact is a JSON text with its numbers as fractions.
func exact(text []byte) any {
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return err
	}
	return exactNumbers(value)
}

func exactNumbers(value any) any {
	switch v := value.(type) {
	case json.Number:
		if number, ok := new(big.Rat).SetString(v.String()); ok {
			return number.RatString()
		}
	case []any:
		for i := range v {
			v[i] = exactNumbers(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = exactNumbers(v[key])
		}
	}
	return value
}
