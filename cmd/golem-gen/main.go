// Command golem-gen writes Go clients of Golem components and agents.
package main

import (
	"os"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/command"
)

func main() {
	os.Exit(command.Run(os.Args[1:], command.Process()))
}
