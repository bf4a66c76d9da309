package metadata

// Outcome describes how a call ends if a client that is pinned to the old version of a
// component calls a worker of the new version and the change matters to the call. Outcomes
// are ordered by their harm.
type Outcome uint8

// The outcomes.
const (
	// Unaffected means that calls have the same meaning as before.
	Unaffected Outcome = iota
	// AnswerRefused means that the worker ran the call, and that the client returns a drift
	// error because the answer has another type than the pinned one.
	AnswerRefused
	// RequestRefused means that the server answers with an error and does nothing. The
	// worker can be called again.
	RequestRefused
	// WorkerLost means that the call fails in the worker, and that a durable worker then
	// refuses every later call.
	WorkerLost
	// SilentlyDifferent means that the call succeeds, but that the worker got something
	// else than the client meant.
	SilentlyDifferent
	// AnotherAgent means that the call runs on another agent than the one meant, or on a
	// new one without its state, and that nobody notices; or that no call reaches the meant
	// agent any more. Only agents are addressed by values.
	AnotherAgent
)

var outcomeTexts = [...]string{"harmless", "drift error in the answer", "refused by the server", "lost worker", "silently different", "another agent"}

// String returns the outcome as people read it: "refused by the server".
func (o Outcome) String() string { return textOf(outcomeTexts[:], int(o)) }

// MarshalText returns the same words as String.
func (o Outcome) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// SourceEffect is the effect of a change on Go code that calls the generated package, after
// the package was generated for the new version.
type SourceEffect uint8

// The effects on Go code.
const (
	// SourceCompatible means that code compiles and does the same as before.
	SourceCompatible SourceEffect = iota
	// SourceBehaviour means that code compiles and may do something else: it sends a new
	// field empty, or a new case reaches a switch that does not know it.
	SourceBehaviour
	// SourceBroken means that code that uses the changed thing does not compile.
	SourceBroken
)

var sourceTexts = [...]string{"source compatible", "may behave differently", "compile error"}

// String returns the effect as people read it: "compile error".
func (s SourceEffect) String() string { return textOf(sourceTexts[:], int(s)) }

// MarshalText returns the same words as String.
func (s SourceEffect) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Severity sums up the effects of a change.
type Severity uint8

// The severities.
const (
	// SeverityHarmless means that there is nothing to do.
	SeverityHarmless Severity = iota
	// SeverityBreaking means that code does not compile or behaves differently, or that
	// running clients get errors, from the server or as a drift error. On servers before
	// 1.1.17, whose requests have types, it may be worse. There, a client must compare the
	// component's version before the first call, as generated clients do.
	SeverityBreaking
	// SeverityDangerous means that a running client that does not compare versions loses
	// workers, or changes the meaning of data without noticing, on servers of any version.
	SeverityDangerous
)

var severityTexts = [...]string{"harmless", "breaking", "dangerous"}

// String returns the severity as people read it: "breaking".
func (s Severity) String() string { return textOf(severityTexts[:], int(s)) }

// MarshalText returns the same word as String.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ParseSeverity returns the severity with a name: "breaking". It reports whether there is
// one.
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

// Effects are the effects of a change. Typed is for requests that contain the types of
// their parameters, which servers before 1.1.17 require: the server reads values by the
// client's types and passes them by position. Untyped is for requests without types: the
// server reads values by the worker's own types, by name.
type Effects struct {
	Source  SourceEffect `json:"source"`
	Typed   Outcome      `json:"withTyp"`
	Untyped Outcome      `json:"withoutTyp"`
}

// Severity returns the worst of the effects, see the severities.
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

// Use is the place where a changed type is used.
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
