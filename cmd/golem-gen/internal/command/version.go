package command

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

const versionUsage = `Usage: golem-gen version

Prints the version of golem-gen and the Go version it was built with, as
golem-gen --version does.

Flags:
  -h, --help   show this help

Exit codes: 0 success, 2 invalid command line.

Examples:
  golem-gen version
`

func runVersion(env Environment, args []string) int {
	flags := newFlags("version")
	return execute(env, flags, args, versionUsage, func() error {
		if flags.NArg() > 0 {
			return misuse("unexpected argument %q", flags.Arg(0))
		}
		_, err := fmt.Fprintf(env.Stdout, "golem-gen %s %s %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
		return err
	})
}

// version returns the version of the main module in the build information.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(unknown version)"
	}
	return info.Main.Version
}
