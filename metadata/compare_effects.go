package metadata

// Outcome is what happens when a client that is pinned to the old version of a
// component calls a worker of the new version and the change matters to the call.
// The outcomes are in the order of their harm.
type Outcome uint8

// The outcomes.
const (
	// Unaffected calls mean what they meant.
	Unaffected Outcome = iota
	// AnswerRefused: the worker has done the call; the client finds another type
	// in the answer than the pinned one and returns a drift error.
	AnswerRefused
	// RequestRefused: the server answers an error, nothing is done, the worker
	// can be called again.
	RequestRefused
	// WorkerLost: the call fails in the worker, and a durable worker then
	// refuses every later call, for good.
	WorkerLost
	// SilentlyDifferent: everybody says that all went well, and the worker got
	// something else than the client meant.
	SilentlyDifferent
	// AnotherAgent: the call runs on another agent than the one meant, or on a new one
	// without its state, and nobody notices; or no call reaches the one meant any more.
	// Only agents are addressed by values.
	AnotherAgent
)

var outcomeTexts = [...]string{"harmless", "drift error in the answer", "refused by the server", "lost worker", "silently different", "another agent"}

// String returns the outcome as people read it: "refused by the server".
func (o Outcome) String() string { return textOf(outcomeTexts[:], int(o)) }

// MarshalText returns the same words as String.
func (o Outcome) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// SourceEffect is what a change does to Go code that calls the generated
// package, once the package is generated for the new version.
type SourceEffect uint8

// The effects on Go code.
const (
	// SourceCompatible code compiles and does what it did.
	SourceCompatible SourceEffect = iota
	// SourceBehaviour: code compiles and may do something else: a new field is
	// sent empty, a new case reaches a switch that does not know it.
	SourceBehaviour
	// SourceBroken: code that uses it no longer compiles.
	SourceBroken
)

var sourceTexts = [...]string{"source compatible", "behaviour", "compile error"}

// String returns the effect as people read it: "compile error".
func (s SourceEffect) String() string { return textOf(sourceTexts[:], int(s)) }

// MarshalText returns the same words as String.
func (s SourceEffect) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Severity sums up the effects of a change.
type Severity uint8

// The severities.
const (
	// SeverityHarmless: nothing to do.
	SeverityHarmless Severity = iota
	// SeverityBreaking: code no longer compiles or behaves differently, or calls
	// of running clients are answered by an error. With typ in the requests,
	// that is to servers before 1.1.17, it may be worse: there a client has to
	// compare the component's version before the first call, as the generated
	// clients do.
	SeverityBreaking
	// SeverityDangerous: a running client loses workers or changes the meaning
	// of data without noticing, whatever it does.
	SeverityDangerous
)

var severityTexts = [...]string{"harmless", "breaking", "dangerous"}

// String returns the severity as people read it: "breaking".
func (s Severity) String() string { return textOf(severityTexts[:], int(s)) }

// MarshalText returns the same word as String.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ParseSeverity returns the severity of that name.
func ParseSeverity(name string) (Severity, bool) {
	for i, text := range severityTexts {
		if text == name {
			return Severity(i), true
		}
	}
	return 0, false
}

func textOf(texts []string, i int) string {
	if i < len(texts) {
		return texts[i]
	}
	return "unknown"
}

// Effects are what a change does. Typed is for requests that carry the types of
// their parameters (servers before 1.1.17 ask for them): values are read by the
// client's types and handed over by position. Untyped is for requests without:
// values are read by the worker's own types, by name.
type Effects struct {
	Source  SourceEffect `json:"source"`
	Typed   Outcome      `json:"withTyp"`
	Untyped Outcome      `json:"withoutTyp"`
}

// Severity is the worst of the effects, see the severities.
func (e Effects) Severity() Severity {
	switch {
	case e.Untyped >= WorkerLost:
		return SeverityDangerous
	case e == Effects{}:
		return SeverityHarmless
	default:
		return SeverityBreaking
	}
}

// Use tells where a changed type is used.
type Use uint8

// The uses.
const (
	UseExport    Use = iota // the change is not within a type: a function, a resource, an interface
	UseParameter            // clients send it
	UseResult               // clients receive it
	UseIdentity             // clients address an agent by it: a parameter of its constructor
)

var useTexts = [...]string{"export", "parameter", "result", "identity"}

// String returns "export", "parameter", "result" or "identity".
func (u Use) String() string { return textOf(useTexts[:], int(u)) }

// MarshalText returns the same word as String.
func (u Use) MarshalText() ([]byte, error) { return []byte(u.String()), nil }
