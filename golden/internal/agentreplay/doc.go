// Package agentreplay makes the calls of recorded exchanges with agents by generated clients.
//
// An exchange is made with the Go values that its JSON stands for: constructors, methods and
// values are found by reflection. A request that no Go values write is not made, and the reason
// is kept. Each exchange is made three ways:
//
//   - by a client with default options. Its own questions, about the deployment and the agent's
//     revision, are answered by golemtest;
//   - unchecked, with VersionCheckOff, where the first way does not send the recorded request;
//   - misled: what the client asks about the agent's revision is answered with the revision that
//     the client was generated from. This shows what the answer of the call tells.
//
// The call itself is answered with the recorded answer, if the request is the recorded one. A
// request is compared as JSON with exact numbers. A result has to be the value that the recorded
// answer stands for.
//
// [Run] returns a table with a line for each way of each exchange, and counts.
package agentreplay
