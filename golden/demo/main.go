// Command demo generates the client of the bundled shop component, and uses it against a server in
// this process that answers with exchanges recorded on a running Golem 1.2.0. It makes calls,
// enqueues calls, uses resources, and shows the component's own errors and calls that the client
// refuses. It then uses the client of an agent against a server in this process that behaves as
// Golem 1.5.
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

const recordingFile = "testdata/recordings/golem-1.2.0/shop.jsonl"

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

// run prints the whole demo. It returns the first error that was not recorded.
func run(ctx context.Context, out io.Writer) error {
	recording, err := os.ReadFile(recordingFile)
	if err != nil {
		return fmt.Errorf("%w: run the demo from the top of the repository", err)
	}
	if err := generate(ctx, out); err != nil {
		return err
	}
	server, err := golemtest.NewReplay(recording)
	if err != nil {
		return err
	}
	defer server.Close()
	// The recorded client did not ask for the versions of its workers.
	client, err := runtime.NewClient(server.URL, runtime.WithVersionCheck(runtime.VersionCheckOff))
	if err != nil {
		return err
	}
	defer client.CloseIdleConnections()
	d := &demo{client: client, out: out}
	d.title("A server in this process plays exchanges recorded on Golem 1.2.0.")
	for _, show := range []func(context.Context) error{d.calls, d.enqueue, d.ownErrors, d.handles, d.implicitResource, d.drift, d.refusals, d.agents} {
		if err := show(ctx); err != nil {
			return err
		}
	}
	return nil
}
