package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/spf13/pflag"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/fetch"
)

// Exit codes.
const (
	exitOK          = 0
	exitFailure     = 1   // an error, or a check found a difference
	exitUsage       = 2   // the command line is invalid
	exitTrouble     = 2   // an error of diff, for which 1 means a difference
	exitInterrupted = 130 // 128 and the number of SIGINT, as shells report it
)

// newFlags returns an empty set of flags. Its help is the usage of the subcommand.
func newFlags(name string) *pflag.FlagSet {
	flags := pflag.NewFlagSet(name, pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	return flags
}

// usageError reports an invalid command line.
type usageError struct{ error }

func misuse(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// exitError is an error that ends the command with a code of its own.
type exitError struct {
	code int
	error
}

func (e *exitError) Unwrap() error { return e.error }

// failWith gives an error an exit code.
func failWith(code int, err error) error { return &exitError{code, err} }

// errDifferent ends a command that has shown a difference.
var errDifferent = errors.New("")

// execute parses the flags, runs a subcommand and prints its error. It returns the exit code.
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
	var coded *exitError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &wrong):
		_, _ = fmt.Fprintf(env.Stderr, "%s: %v: run golem-gen %s -h for help\n", flags.Name(), err, flags.Name())
		return exitUsage
	case errors.Is(err, errDifferent):
		return exitFailure
	}
	_, _ = fmt.Fprintln(env.Stderr, err)
	if errors.Is(err, fetch.ErrInterrupted) {
		return exitInterrupted
	}
	if errors.As(err, &coded) {
		return coded.code
	}
	return exitFailure
}

// valueForms describes the values that types of flags take.
var valueForms = map[string]string{
	"uint64":   "a non-negative integer",
	"duration": "a duration like 90s or 2m",
	"bool":     "true or false",
}

// flagError returns the error for an invalid value in the form of other errors of the command.
func flagError(err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		if form, ok := valueForms[invalid.GetFlag().Value.Type()]; ok {
			return fmt.Errorf("invalid value %q for --%s: expected %s", invalid.GetValue(), invalid.GetFlag().Name, form)
		}
	}
	return err
}

// interruptible returns a context that Ctrl-C cancels.
func interruptible() (ctx context.Context, stop context.CancelFunc) {
	return signal.NotifyContext(context.Background(), os.Interrupt)
}
