// Package command is the command line of golem-gen: subcommands, their flags, what
// they print, and exit codes.
package command

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/diffcommand"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/inspectcommand"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/witpackage"
)

// Exit codes.
const (
	exitOK      = 0 // done
	exitFailure = 1 // something is wrong, or --check found a difference
	exitUsage   = 2 // the command line is wrong
)

// subcommand is one of golem-gen's subcommands.
type subcommand struct {
	name    string
	summary string
	run     func(s streams, args []string) int
}

type streams struct {
	in       io.Reader
	out, err io.Writer
}

func subcommands() []subcommand {
	return []subcommand{
		{"generate", "write the Go client of a component", runGenerate},
		{"inspect", inspectcommand.Summary, runInspect},
		{"diff", diffcommand.Summary, runDiff},
	}
}

// Run is the whole command; it returns the exit code.
func Run(args []string, in io.Reader, out, errors io.Writer) int {
	s := streams{in: in, out: out, err: errors}
	if len(args) == 0 {
		help(s.err)
		return exitUsage
	}
	switch args[0] {
	case "help", "-h", "--help":
		if len(args) > 1 {
			return Run([]string{args[1], "-h"}, in, out, errors)
		}
		help(s.out)
		return exitOK
	case "version", "--version":
		_, _ = fmt.Fprintln(s.out, "golem-gen", version())
		return exitOK
	}
	for _, c := range subcommands() {
		if c.name == args[0] {
			return c.run(s, args[1:])
		}
	}
	_, _ = fmt.Fprintf(s.err, "golem-gen: %q is not a subcommand: see golem-gen help\n", args[0])
	return exitUsage
}

func help(w io.Writer) {
	_, _ = fmt.Fprint(w, "golem-gen writes Go clients of Golem components.\n\nSubcommands:\n")
	for _, c := range subcommands() {
		_, _ = fmt.Fprintf(w, "  %-10s %s\n", c.name, c.summary)
	}
	_, _ = fmt.Fprint(w, "  version    print the version of golem-gen\n\n"+
		"golem-gen SUBCOMMAND -h tells more.\n"+
		"Exit codes: 0 done, 1 failed or a check found a difference, 2 wrong usage.\n")
}

// version is what the build knows of itself.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(unknown version)"
	}
	return info.Main.Version
}

func runInspect(s streams, args []string) int {
	return inspectcommand.Run(inspectcommand.Env{
		Stdin: s.in, Stdout: s.out, Stderr: s.err, Getenv: os.Getenv,
		ReadWIT: witpackage.Read, DecodeWIT: witpackage.Decode,
	}, args)
}

func runDiff(s streams, args []string) int {
	return diffcommand.Run(context.Background(), diffcommand.Env{
		Stdin: s.in, Stdout: s.out, Stderr: s.err, Getenv: os.Getenv,
	}, args)
}
