package runtime

// GolemErrorKind is the kind of a [GolemError]. Kinds are targets for [errors.Is].
type GolemErrorKind uint8

// The kinds of [GolemError]. The zero kind stands for a kind that this package does not know. The
// field Type of the error has its name.
const (
	_ GolemErrorKind = iota
	KindInvalidRequest
	KindWorkerAlreadyExists
	KindWorkerNotFound
	KindWorkerCreationFailed
	KindFailedToResumeWorker
	KindComponentDownloadFailed
	KindComponentParseFailed
	KindGetLatestVersionOfComponentFailed
	KindPromiseNotFound
	KindPromiseDropped
	KindPromiseAlreadyCompleted
	KindInterrupted
	KindParamTypeMismatch
	KindNoValueInMessage
	KindValueMismatch
	KindUnexpectedOplogEntry
	KindRuntimeError
	KindInvalidShardID
	KindPreviousInvocationFailed
	KindPreviousInvocationExited
	KindUnknown
	KindInvalidAccount
	KindShardingNotReady
	KindInitialComponentFileDownloadFailed
	KindFileSystemError
)

var golemKinds = [...]string{
	KindInvalidRequest: "InvalidRequest", KindWorkerAlreadyExists: "WorkerAlreadyExists", KindWorkerNotFound: "WorkerNotFound",
	KindWorkerCreationFailed: "WorkerCreationFailed", KindFailedToResumeWorker: "FailedToResumeWorker",
	KindComponentDownloadFailed: "ComponentDownloadFailed", KindComponentParseFailed: "ComponentParseFailed",
	KindGetLatestVersionOfComponentFailed: "GetLatestVersionOfComponentFailed", KindPromiseNotFound: "PromiseNotFound",
	KindPromiseDropped: "PromiseDropped", KindPromiseAlreadyCompleted: "PromiseAlreadyCompleted", KindInterrupted: "Interrupted",
	KindParamTypeMismatch: "ParamTypeMismatch", KindNoValueInMessage: "NoValueInMessage", KindValueMismatch: "ValueMismatch",
	KindUnexpectedOplogEntry: "UnexpectedOplogEntry", KindRuntimeError: "RuntimeError", KindInvalidShardID: "InvalidShardId",
	KindPreviousInvocationFailed: "PreviousInvocationFailed", KindPreviousInvocationExited: "PreviousInvocationExited",
	KindUnknown: "Unknown", KindInvalidAccount: "InvalidAccount", KindShardingNotReady: "ShardingNotReady",
	KindInitialComponentFileDownloadFailed: "InitialComponentFileDownloadFailed", KindFileSystemError: "FileSystemError",
}

var kindsByName = func() map[string]GolemErrorKind {
	m := make(map[string]GolemErrorKind, len(golemKinds))
	for kind, name := range golemKinds[1:] {
		m[name] = GolemErrorKind(kind + 1)
	}
	return m
}()

// Error returns the server's name of the kind. It makes kinds targets for [errors.Is].
func (k GolemErrorKind) Error() string {
	if k == 0 || int(k) >= len(golemKinds) {
		return "a kind of error that is not known"
	}
	return golemKinds[k]
}
