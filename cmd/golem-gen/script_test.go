package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/command"
	"github.com/golem-gen/golem-gen/internal/goldenfile"
)

// TestMain runs the tests, or the command if a script calls it.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"golem-gen": func() {
		env := command.Process()
		if file := os.Getenv("GOLEM_GEN_TEST_ERRORS"); file != "" {
			if f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
				env.Stderr = io.MultiWriter(os.Stderr, f)
			}
		}
		os.Exit(command.Run(os.Args[1:], env))
	}})
}

// TestScripts runs the command lines in testdata/scripts.
func TestScripts(t *testing.T) {
	server := newGolemServer(t)
	printed := filepath.Join(t.TempDir(), "stderr")
	t.Cleanup(func() { checkErrors(t, printed, server.URL) }) // when all scripts have run
	recorded, err := filepath.Abs("../../testdata/metadata/recorded")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "../../testdata/scripts", UpdateScripts: goldenfile.Update(),
		Setup: func(env *testscript.Env) error {
			env.Setenv("SERVER", server.URL)
			env.Setenv("RECORDED", recorded)
			env.Setenv("GOLEM_GEN_TEST_ERRORS", printed)
			return nil
		},
		Condition: func(condition string) (bool, error) {
			_, err := exec.LookPath(condition)
			return err == nil, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"sub": substitute, "normal": normal},
	})
}

// substitute replaces a text in a file: sub FILE OLD NEW. In NEW, \n begins a line.
func substitute(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: sub FILE OLD NEW")
	}
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.ReplaceAll(text, args[1], strings.ReplaceAll(args[2], `\n`, "\n"))), 0o600))
}

// normal copies a file without the port of the server and without progress: normal FROM TO.
func normal(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: normal FROM TO")
	}
	text := strings.ReplaceAll(ts.ReadFile(args[0]), ts.Getenv("SERVER"), "SERVER")
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(progressLines.ReplaceAllString(text, "")), 0o600))
}
