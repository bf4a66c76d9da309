package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

// rareConstructs has the constructs that no golden package contains, by a line of the emitter:
// they are too large to be committed, or no document produces them.
var rareConstructs = map[string]string{
	`return "uint32"`:                   "an enum of more than 65,535 cases",
	`f.ImportAlias(e.client`:            "a folder that is not called like its package: testdata/scripts has one",
	"for !utf8.RuneStart(value[end]) {": "a cut inside of a character: names are ASCII",
	"name += \"_\"":                     "two structures with one hash",
	"return strconv.Quote(text)":        "a type with a backtick: no name in it can hold one",
	"return []string{text}":             "a declaration without parentheses: functions have them",
	"if len(s.served()) == 0 {":         "interfaces without functions are left out before",
	"if end == 0 {":                     "a word of more than 96 letters that is not a nested type",
	`panic(err)`:                        "what cannot happen",
}

// codeBlock is a piece of Go code that the go command counts.
type codeBlock struct {
	file     string
	from, to int // lines
	count    int
}

// TestGoldenPackagesHoldEveryConstruct generates the golden packages with coverage, and checks
// that every statement of the emitters ran, except those in rareConstructs. Other tests check
// that the golden packages compile and that their functions work: TestPlug calls every function.
func TestGoldenPackagesHoldEveryConstruct(t *testing.T) {
	thorough.Only(t, "compiles the generator once more, to count statements")
	profile := filepath.Join(t.TempDir(), "profile")
	run := exec.CommandContext(t.Context(), "go", "test", "-run", "^TestGoldenPackagesAreUpToDate$",
		"-coverpkg", modulePath+"/gen", "-coverprofile", profile, ".")
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("go test: %v\n%s", err, out)
	}
	used, emitters := map[string]bool{}, 0
	for _, b := range readProfile(t, profile) {
		if !strings.HasPrefix(b.file, "emit") {
			continue
		}
		emitters++
		text := sourceLines(t, "../../gen/"+b.file, b.from, b.to)
		if b.count > 0 {
			continue
		}
		if line := rareLine(text); line != "" {
			used[line] = true
			continue
		}
		t.Errorf("gen/%s:%d: no golden package needs this: add it to a document in testdata/metadata/handmade\n%s", b.file, b.from, text)
	}
	if emitters < 300 {
		t.Errorf("only %d pieces of emitters were found", emitters)
	}
	for line := range rareConstructs {
		if !used[line] {
			t.Errorf("a golden package holds what %s writes: remove the line from rareConstructs", line)
		}
	}
}

func rareLine(text string) string {
	for line := range rareConstructs {
		if strings.Contains(text, line) {
			return line
		}
	}
	return ""
}

var profileLine = regexp.MustCompile(`^` + modulePath + `/gen/(\w+\.go):(\d+)\.\d+,(\d+)\.\d+ \d+ (\d+)$`)

// readProfile reads the counts of package gen, each block once.
func readProfile(t *testing.T, name string) map[string]codeBlock {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	blocks := map[string]codeBlock{}
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		found := profileLine.FindStringSubmatch(scanner.Text())
		if found == nil {
			continue
		}
		var numbers [3]int
		for i := range numbers {
			numbers[i], _ = strconv.Atoi(found[i+2])
		}
		place, _, _ := strings.Cut(scanner.Text(), " ")
		b := codeBlock{found[1], numbers[0], numbers[1], numbers[2]}
		b.count += blocks[place].count
		blocks[place] = b
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(fmt.Errorf("%s: %w", name, err))
	}
	return blocks
}

func sourceLines(t *testing.T, file string, from, to int) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Split(string(text), "\n")[from-1:to], "\n")
}
