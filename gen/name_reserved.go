package gen

import "strings"

// localNames are names that a parameter cannot have: keywords, predeclared names, packages that
// generated code imports or may import, and receivers and locals of its methods.
var localNames = set(
	// keywords
	"break case chan const continue default defer else fallthrough for func go goto if import interface map package "+
		"range return select struct switch type var",
	// predeclared
	"any append bool byte cap clear close comparable complex complex64 complex128 copy delete error false float32 float64 "+
		"imag int int8 int16 int32 int64 iota len make max min new nil panic print println real recover rune string true "+
		"uint uint8 uint16 uint32 uint64 uintptr",
	// imports
	"context errors fmt http iter json runtime slices strconv strings stub sync time unsafe wire",
	// receivers and locals of methods that have the component's parameters
	"c call ctx enqueued err f fake opts q result results",
	"_ init main",
)

// wellKnownMethods are methods with a conventional meaning in Go. A function of a component gets
// such a name only from the lock or the configuration. For the first group, go vet's check
// stdmethods rejects other signatures. Readers would take the others for what encoding, errors,
// fmt and slog call.
var wellKnownMethods = set(
	// golang.org/x/tools/go/analysis/passes/stdmethods
	"As Format GobDecode GobEncode Is MarshalJSON MarshalXML ReadByte ReadFrom ReadRune Scan Seek UnmarshalJSON "+
		"UnmarshalXML UnreadByte UnreadRune Unwrap WriteByte WriteTo",
	// encoding, encoding/json, encoding/json/v2, encoding/xml
	"AppendBinary AppendText IsZero MarshalBinary MarshalJSONTo MarshalText MarshalXMLAttr UnmarshalBinary "+
		"UnmarshalJSONFrom UnmarshalText UnmarshalXMLAttr",
	// errors, fmt, log/slog
	"Error GoString LogValue String",
)

func set(lists ...string) map[string]bool {
	out := map[string]bool{}
	for _, list := range lists {
		for _, name := range strings.Fields(list) {
			out[name] = true
		}
	}
	return out
}

// helperVerbs and helperWords are prefixes of functions that generated code calls inside of
// methods, such as appendMoney and writeListOrder.
var (
	helperVerbs = []string{"append", "decode", "read", "write", "put", "take", "fail", "new", "resource", "agent", "type", "client", "cases", "fields"}
	helperWords = []string{"List", "Option", "Result", "Tuple", "Owned", "Borrowed", "Bytes", "Unit", "String", "Bool", "Char", "Int", "Uint", "Float"}
)
