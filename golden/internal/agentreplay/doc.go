// Package agentreplay makes the calls of recorded exchanges with agents by generated clients.
//
// It finds constructors and methods by reflection, and calls them with the Go values of the recorded
// JSON. If a request has no such values, it is not made, and the table says why. A request is made
// in up to three ways:
//
//   - with default options. golemtest answers the client's own questions about the deployment and
//     the agent's revision;
//   - unchecked, with VersionCheckOff, if the client does not send the recorded request by default;
//   - misled: the agent's revision is said to be that of the client. This shows whether the client
//     notices by the answer of the call that it is not.
//
// A request is compared with the recorded one as JSON with exact numbers. If they are the same, the
// client gets the recorded answer, and has to return its value.
//
// [Run] returns a table with a line for each way of each exchange, and counts.
package agentreplay
