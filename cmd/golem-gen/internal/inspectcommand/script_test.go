package inspectcommand_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/diffcommand"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/inspectcommand"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/witpackage"
)

var update = flag.Bool("update", false, "write what scripts expect anew")

// TestMain lets scripts run the two subcommands without the rest of the command.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"golem-gen": func() {
		args := os.Args[2:]
		if os.Args[1] == "diff" {
			env := diffcommand.Env{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv}
			os.Exit(diffcommand.Run(context.Background(), env, args))
		}
		os.Exit(inspectcommand.Run(inspectcommand.Env{
			Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv,
			ReadWIT: witpackage.Read, DecodeWIT: witpackage.Decode,
		}, args))
	}})
}

func TestScripts(t *testing.T) {
	var files []string
	for _, pattern := range []string{"diff*.txtar", "inspect*.txtar"} {
		found, err := filepath.Glob(filepath.Join("..", "..", "..", "..", "testdata", "scripts", pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = t.TempDir()
	}
	testscript.Run(t, testscript.Params{
		Files: files, UpdateScripts: *update,
		// What the WIT library compiles is kept between runs.
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_CACHE_HOME", cache)
			return nil
		},
	})
}
