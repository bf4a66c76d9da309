// Package command is the command line of golem-gen: subcommands, their flags, what
// they print, and exit codes.
package command

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"

	"github.com/spf13/pflag"
)

// Exit codes.
const (
	exitOK      = 0 // done
	exitFailure = 1 // something is wrong, or --check found a difference
	exitUsage   = 2 // the command line is wrong
)

// Environment is what the command needs from around it.
type Environment struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Dir            string // working directory, "" for the process's
	Getenv         func(string) string
}

// subcommand is one of golem-gen's subcommands.
type subcommand struct {
	name    string
	summary string
	usage   string // what -h prints; completion takes the flags from it
	run     func(env Environment, args []string) int
}

// subcommands are all of them, in the order in which help lists them.
func subcommands() []subcommand {
	return []subcommand{
		{"init", "write a configuration to begin with", initUsage, runInit},
		{"fetch", "get components' metadata from the server and pin it", fetchUsage, runFetch},
		{"generate", "write the Go clients of components", generateUsage, runGenerate},
		inspectSubcommand(),
		diffSubcommand(),
		{"schema", "print the JSON schema of golem-gen.yaml, for editors", schemaUsage, runSchema},
		{"completion", "print a script that completes command lines in a shell", completionUsage, runCompletion},
		{"version", "print the version of golem-gen", versionUsage, runVersion},
	}
}

// Run is the whole command; it returns the exit code.
func Run(args []string, env Environment) int {
	if len(args) == 0 {
		help(env.Stderr)
		return exitUsage
	}
	switch args[0] {
	case "help", "-h", "--help":
		if args[0] == "help" && len(args) > 1 && args[1] != "help" {
			return Run([]string{args[1], "-h"}, env)
		}
		help(env.Stdout)
		return exitOK
	case "--version":
		return runVersion(env, nil)
	}
	for _, c := range subcommands() {
		if c.name == args[0] {
			return c.run(env, args[1:])
		}
	}
	_, _ = fmt.Fprintf(env.Stderr, "%q is no subcommand: golem-gen help lists them\n", args[0])
	return exitUsage
}

func help(w io.Writer) {
	_, _ = fmt.Fprint(w, "Usage: golem-gen SUBCOMMAND [flags]\n\n"+
		"golem-gen writes Go clients of Golem components.\n\nSubcommands:\n")
	for _, c := range subcommands() {
		_, _ = fmt.Fprintf(w, "  %-12s%s\n", c.name, c.summary)
	}
	_, _ = fmt.Fprint(w, `
golem-gen help SUBCOMMAND tells more.

In a repository, once:
  golem-gen init --component shop
  golem-gen fetch
  golem-gen generate

Exit codes: 0 done, 1 failed or a check found a difference, 2 wrong usage. As
with other programs that compare, diff also exits with 2 when it failed.
`)
}

// path resolves a path of the command line.
func (env Environment) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(env.Dir, name)
}

// workingDir is the absolute working directory.
func (env Environment) workingDir() (string, error) { return filepath.Abs(env.Dir) }

// newFlags makes a set of flags whose help is the subcommand's usage.
func newFlags(name string) *pflag.FlagSet {
	flags := pflag.NewFlagSet(name, pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	return flags
}

// usageError is a command line that is wrong.
type usageError struct{ error }

func misuse(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// values says what the types of flags take.
var values = map[string]string{
	"uint64":   "a whole number from 0 on",
	"duration": "a duration like 90s or 2m",
	"bool":     "true or false",
}

// flagError replaces the library's words for a value of the wrong kind.
func flagError(err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		if want, ok := values[invalid.GetFlag().Value.Type()]; ok {
			return fmt.Errorf("--%s %q is not possible: write %s", invalid.GetFlag().Name, invalid.GetValue(), want)
		}
	}
	return err
}

// errDifferent ends --check: what differs has been shown.
var errDifferent = errors.New("")

// execute parses flags, runs a subcommand, and reports how it went.
func execute(env Environment, flags *pflag.FlagSet, args []string, usage string, run func() error) int {
	err := flags.Parse(args)
	if errors.Is(err, pflag.ErrHelp) {
		_, _ = io.WriteString(env.Stdout, usage)
		return exitOK
	}
	if err != nil {
		err = usageError{flagError(err)}
	} else {
		err = run()
	}
	var wrong usageError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &wrong):
		_, _ = fmt.Fprintf(env.Stderr, "%s: %v: golem-gen %s -h tells more\n", flags.Name(), err, flags.Name())
		return exitUsage
	case errors.Is(err, errDifferent):
		return exitFailure
	}
	_, _ = fmt.Fprintln(env.Stderr, err)
	return exitFailure
}

const versionUsage = `Usage: golem-gen version

Prints the version of golem-gen and of the Go that built it. golem-gen --version
does the same.

Flags:
  -h, --help   show this help

Exit codes: 0 done, 2 wrong usage.

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

// version is what the build knows of itself.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(unknown version)"
	}
	return info.Main.Version
}

// Process is the environment of the running process.
func Process() Environment {
	return Environment{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv}
}
