package store

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	goruntime "runtime"
	"strings"
	"testing"
	"time"
)

// TestMain prints the settings of the tables before benchmarks run.
func TestMain(m *testing.M) {
	flag.Parse()
	if measured := flag.Lookup("threadtime"); flag.Lookup("test.bench").Value.String() != "" || measured != nil && measured.Value.String() != "" {
		if err := printSettings(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

func printSettings() error {
	text, err := os.ReadFile("../go.mod")
	if err != nil {
		return err
	}
	fmt.Printf("date: %s\n", time.Now().UTC().Format(time.DateOnly))
	fmt.Printf("go: %s\n", strings.TrimPrefix(goruntime.Version(), "go"))
	fmt.Printf("cores: %d\n", goruntime.NumCPU())
	if commit, err := exec.Command("git", "describe", "--always", "--dirty", "--abbrev=7").Output(); err == nil { // git fails outside of a repository
		fmt.Printf("code: %s", commit)
	}
	for _, peer := range required(string(text)) {
		fmt.Printf("peer: %s\n", peer)
	}
	return nil
}

// required returns the modules that a go.mod requires directly, with versions, except for
// this repository's own.
func required(mod string) (modules []string) {
	block := false
	for line := range strings.Lines(mod) {
		line = strings.TrimSpace(line)
		switch {
		case line == "require (":
			block = true
		case line == ")":
			block = false
		case block && !strings.HasSuffix(line, "// indirect") && !strings.HasPrefix(line, "github.com/golem-gen/"):
			modules = append(modules, line)
		}
	}
	return modules
}
