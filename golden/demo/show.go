package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/golem-gen/golem-gen/runtime"
)

// demo makes calls and prints them.
type demo struct {
	client *runtime.Client
	out    io.Writer
}

func (d *demo) title(text string) { fmt.Fprintf(d.out, "\n%s\n", text) }

// show prints a call and its result, and returns both.
func show[T any](d *demo, call string, result T, err error) (T, error) {
	if err != nil {
		return result, fmt.Errorf("%s: %w", call, err)
	}
	fmt.Fprintf(d.out, "\n    %s\n      → %+v\n", call, any(result))
	return result, nil
}

// done is like show for a call without a result.
func (d *demo) done(call string, err error) error {
	_, err = show(d, call, "done", err)
	return err
}

// fails prints a call that must fail with an error in which errors.As finds T.
func fails[T error](d *demo, call string, err error) error {
	if _, ok := asError[T](err); !ok {
		return fmt.Errorf("%s: got %v, want a %T", call, err, *new(T))
	}
	fmt.Fprintf(d.out, "\n    %s\n", call)
	for i, line := range wrap(err.Error(), 92) {
		fmt.Fprintf(d.out, "      %s%s\n", [...]string{"✗ ", "  "}[min(i, 1)], line)
	}
	return nil
}

// wrap breaks text at spaces into lines of about the given width.
func wrap(text string, width int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
