package runtime

import (
	"net/http"
	"strings"
)

// kindTexts are the beginnings of error texts of servers of 1.3 and 1.4, with the kind that
// older servers report for the same error, as the public sources say. Failures of a function
// have a workerError instead.
var kindTexts = []struct {
	start string
	kind  GolemErrorKind
}{
	{"Invalid request: ", KindInvalidRequest},
	{"Worker already exists: ", KindWorkerAlreadyExists},
	{"Failed to create worker: ", KindWorkerCreationFailed},
	{"Failed to resume worker: ", KindFailedToResumeWorker},
	{"Failed to download component: ", KindComponentDownloadFailed},
	{"Failed to parse downloaded component: ", KindComponentParseFailed},
	{"Failed to get latest version of component ", KindGetLatestVersionOfComponentFailed},
	{"Parameter type mismatch: ", KindParamTypeMismatch},
	{"No value in message", KindNoValueInMessage},
	{"Value mismatch: ", KindValueMismatch},
	{"Unexpected oplog entry: ", KindUnexpectedOplogEntry},
	{"The previously invoked function exited", KindPreviousInvocationExited},
	{"Sharding not ready", KindShardingNotReady},
	{"Invalid account", KindInvalidAccount},
	{"Unknown error: ", KindUnknown},
}

// isGolem reports whether the error of an older server for the same failure would match target.
func (e *StatusError) isGolem(target error) bool {
	g := e.golem()
	return g != nil && g.Is(target)
}

// golem returns the error of an older server for the same failure, or nil if the text shows no
// kind.
func (e *StatusError) golem() *GolemError {
	if e.Code != http.StatusInternalServerError || e.Type != "" || e.Cause != "" || e.agent || len(e.Messages) != 1 {
		return nil
	}
	for _, t := range kindTexts {
		if details, found := strings.CutPrefix(e.Messages[0], t.start); found {
			return &GolemError{
				Kind: t.kind, Type: t.kind.Error(), Details: details, Code: e.Code, Body: e.Body,
				ephemeral: e.purpose == forEphemeralCall, recovery: e.recovery,
			}
		}
	}
	return nil
}
