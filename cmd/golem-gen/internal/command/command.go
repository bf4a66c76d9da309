// Package command implements the golem-gen command line: its subcommands with their
// flags, output and exit codes.
package command

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Environment is the part of the process that the command uses.
type Environment struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Dir            string // working directory, "" for the process's own
	Getenv         func(string) string
}

// Process returns the environment of the running process.
func Process() Environment {
	return Environment{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv}
}

// path resolves a path of the command line.
func (env Environment) path(name string) string {
	if env.Dir == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(env.Dir, name)
}

// paths returns paths of the command line relative to the process's working directory.
func (env Environment) paths(list []string) []string {
	out := make([]string, len(list))
	for i, path := range list {
		out[i] = env.path(path)
	}
	return out
}

// workingDir returns the absolute working directory.
func (env Environment) workingDir() (string, error) { return filepath.Abs(env.Dir) }

// subcommand is one of golem-gen's subcommands.
type subcommand struct {
	name    string
	summary string
	usage   string // what -h prints; completion takes the flags from it
	run     func(env Environment, args []string) int
}

// subcommands returns all subcommands in the order of the help.
func subcommands() []subcommand {
	return []subcommand{
		{"init", "write a first golem-gen.yaml", initUsage, runInit},
		{"fetch", "get metadata from servers and pin it", fetchUsage, runFetch},
		{"generate", "write the Go clients", generateUsage, runGenerate},
		{"inspect", "show a component or agents beside their Go names", inspectUsage, runInspect},
		{"diff", "compare two versions of a component or two deployments", diffUsage, runDiff},
		{"schema", "print the JSON schema of golem-gen.yaml for editors", schemaUsage, runSchema},
		{"completion", "print a shell completion script", completionUsage, runCompletion},
		{"version", "print the version of golem-gen", versionUsage, runVersion},
	}
}

// Run runs the command with its arguments and returns the exit code.
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
	_, _ = fmt.Fprintf(env.Stderr, "unknown command %q: run golem-gen help for a list\n", args[0])
	return exitUsage
}

func help(w io.Writer) {
	_, _ = fmt.Fprint(w, "golem-gen generates Go clients for Golem components and agents.\n\n"+
		"Usage: golem-gen COMMAND [flags]\n\nCommands:\n")
	for _, c := range subcommands() {
		_, _ = fmt.Fprintf(w, "  %-12s%s\n", c.name, c.summary)
	}
	_, _ = fmt.Fprint(w, `
Run golem-gen help COMMAND for details of a command.

To set up a repository:
  golem-gen init --app bank --env local    # agents, Golem 1.5 and later
  golem-gen init --component shop          # a component, Golem before 1.5
  golem-gen fetch
  golem-gen generate

Exit codes: 0 success, 1 error or a check found a difference, 2 invalid command
line, 130 interrupted. Like other programs that compare, diff exits with 2 on
any error.
`)
}
