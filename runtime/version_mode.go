package runtime

// VersionCheck is a mode that controls when the client looks up the version of the component
// that a worker runs.
//
// Servers pass parameters by position, whatever version of the component the worker runs. If two
// parameters of one type have changed places, a call has another effect than intended. If a
// parameter was added or removed, the call does less, or the worker is lost. Servers before
// 1.1.17 also pass fields and cases by position. The answer does not show any of this. Therefore
// the client sends a call only to a worker that runs the pinned version, or a version in which
// the function has the same parameters in the same order, with types that the server reads
// alike, and the same result. Otherwise it sends nothing and returns a [*DriftError]. A call of a
// resource by its constructor's arguments contains these, so the constructor is compared as well.
//
// A lookup is a request. The modes cost these numbers of requests:
//
//	mode                    first call              later calls    not detected
//	VersionCheckFirstUse    1, or 2 for a worker    1 a minute     for a minute: an update by others, or
//	                        to be created                          a worker that others replace
//	VersionCheckEveryCall   1, or 2 for a worker    1 each         the same during the call
//	                        to be created
//	VersionCheckOff         0                       0              everything
//
// Each version other than the pinned one costs one more request. If workers are created, the
// lookup of the latest version costs one more request a minute. All values of type Worker that
// belong to one Client share what is known about a worker, and calls that begin at the same time
// share a request. Before another attempt of a call, the version is compared again. If the client
// has asked for the worker's metadata after the last attempt (see [RetryPolicy]), it compares the
// version in the answer.
//
// If a worker does not exist, the lookup creates it, without arguments and environment
// variables, as the call would. The worker then keeps its version, even if a new version is
// uploaded before the call. If the function has changed in the latest version, nothing is
// created. If a version is uploaded between the lookup of the latest version and the creation,
// an empty worker of that version remains, see [DriftError.Created]. The client does not delete
// it, because somebody else may be using it by then. If the token does not permit the client to
// create workers, the call fails.
//
// Calls without a worker name, and calls to ephemeral components, create their worker
// themselves. The client looks up the latest version after each such call, and before it unless
// the last lookup was less than a second ago. Versions only grow. If the function has changed in a
// version that was uploaded between the lookups, that version may have run the call, and the error is
// a [*DriftError] with Sent. A worker with a name may exist, by a version that was durable or with
// other functions, and would run the call. So the client looks for it before each call.
//
// A component can become ephemeral, or durable, with a new version. For a worker with a name, a
// version of the other kind does not take the call.
//
// # Agents
//
// A server reads the parameters of an agent's call by the types of a deployment, and passes them
// by position to the revision of the component that the agent runs. The parameters of the
// constructor, also by position, identify the agent. The client names a deployment in each call:
// the current one, or, for agents that were created by it, the deployment that the client was
// generated from. It sends a call only if the constructor and the method are the same in that
// deployment and in the revision of the agent, and if that revision allows the languages and media
// types in the call. Enums and variants in the method's parameters may have more cases at the end
// there. Otherwise it returns a [*DriftError].
//
//	mode                    first call of a client   first call of an agent   later calls
//	VersionCheckFirstUse    2                        1, or 3 if it is new     1 a minute for all agents, and 1 for
//	                                                                          an agent without calls for a minute
//	VersionCheckEveryCall   2                        1, or 3 if it is new     1 each
//	VersionCheckOff         0                        0                        0
//
// The first call costs one more request if other accounts share environments of the same name.
// If the component has another id than in the deployment that the client was generated from, it
// costs one more request. It shows whether the type has moved to another component of that
// environment. If so, the client calls existing agents by the deployment that it was generated
// from, and creates none. In another environment all ids are others, so that the client cannot
// detect such a move: agents of the former component are not reached any more.
//
// If an agent does not exist, the client creates it before the call, so that its revision is
// known. Each answer names the revision that ran the call. If that revision does not fit, the
// error is a [*DriftError] with Sent. This also detects agents that others have updated or
// deleted since the last lookup, except for enqueued calls. A call with [WithIdempotencyKey] may
// get an answer that was stored before such an update. It does not count as a call within the
// last minute.
//
// An enqueued or scheduled call runs later than it is checked, in whatever revision the agent runs
// then. If others update the agent in between to a revision in which the method has changed, the
// values of the call arrive in other places, in all modes, and no error tells.
//
// Agents of ephemeral types and agents of another account (see [WithAccount]) cannot be created in
// advance. For them, the client looks up the current deployment before the call unless the last
// lookup was less than a second ago, and detects a deployment in between after the call, which
// costs one more request for enqueued calls. An agent of another account that a call has created is
// looked up before the next call. An agent of an ephemeral type with a phantom id may exist, see
// [WithPhantom]. The client looks for it before each call.
type VersionCheck uint8

// The modes of looking up versions.
const (
	// VersionCheckFirstUse looks up the version before the first call to a worker, and again if
	// the last lookup was more than a minute ago. It is the default.
	VersionCheckFirstUse VersionCheck = iota
	// VersionCheckOff never looks up versions. In a worker that runs another version, calls may
	// have another effect, or the worker may be lost.
	VersionCheckOff
	// VersionCheckEveryCall looks up the version before each call. It is meant for workers that
	// others update or replace while the program runs.
	VersionCheckEveryCall
)

// WithVersionCheck sets when the client looks up the versions that workers and agents run.
func WithVersionCheck(mode VersionCheck) SharedOption {
	return sharedOption(func(s *settings) {
		if mode > VersionCheckEveryCall {
			s.fail("WithVersionCheck(%d): unknown mode", mode)
			return
		}
		s.check = mode
	})
}
