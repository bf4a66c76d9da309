package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const clientFolder = "golden/shop" // the client that this program is compiled with

// generate runs golem-gen into a folder of its own, prints a part of the output, and checks that
// it is the client that this program was compiled with.
func generate(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "golem-gen-demo-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // it is in the folder for temporary files
	arguments := []string{
		"generate", "--metadata", "testdata/metadata/recorded/golem-1.1.0/shop-v0.json", "--wit", "testdata/wit/shop-v0.wit",
		"--package", "shop", "--out",
	}
	fmt.Fprintf(out, "$ golem-gen %s shop\n", strings.Join(arguments, " "))
	command := exec.CommandContext(ctx, "go", append(append([]string{"run", "./cmd/golem-gen"}, arguments...), dir)...)
	if said, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("golem-gen: %w\n%s", err, said)
	}
	files, lines, err := compare(dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\n%d files, %d lines, equal to %s, which this program is compiled with. One of its interfaces:\n\n", files, lines, clientFolder)
	return printInterface(out, filepath.Join(dir, "cart.go"), "Cart")
}

// compare counts the generated files and their lines.
func compare(dir string) (files, lines int, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0, 0, err
	}
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return 0, 0, err
		}
		compiled, err := os.ReadFile(filepath.Join(clientFolder, entry.Name()))
		if err != nil {
			return 0, 0, err
		}
		if !bytes.Equal(text, compiled) {
			return 0, 0, fmt.Errorf("the generated %s is not the one in %s", entry.Name(), clientFolder)
		}
		files++
		lines += bytes.Count(text, []byte("\n"))
	}
	return files, lines, nil
}

// printInterface prints an interface without its comments.
func printInterface(out io.Writer, file, name string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	_, body, found := strings.Cut(string(text), "type "+name+" interface {\n")
	body, _, closed := strings.Cut(body, "\n}")
	if !found || !closed {
		return errors.New(file + " has no interface " + name)
	}
	fmt.Fprintf(out, "    type %s interface {\n", name)
	for line := range strings.Lines(body + "\n") {
		if text := strings.TrimSpace(line); text != "" && !strings.HasPrefix(text, "//") {
			fmt.Fprintf(out, "    %s", strings.ReplaceAll(line, "\t", "    "))
		}
	}
	fmt.Fprintln(out, "    }")
	return nil
}
