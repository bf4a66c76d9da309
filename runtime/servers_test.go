package runtime_test

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestServersPageCitesRecordings looks up every citation of servers.md. Columns whose title
// is a version name recorded exchanges and their statuses.
func TestServersPageCitesRecordings(t *testing.T) {
	page, err := os.ReadFile("servers.md")
	if err != nil {
		t.Fatal(err)
	}
	recordings := map[string]map[int]int{}
	var columns []string
	cited := 0
	for number, line := range strings.Split(string(page), "\n") {
		if !strings.HasPrefix(line, "|") {
			columns = nil
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if columns == nil {
			columns = cells
			continue
		}
		for i, cell := range cells {
			version := versionColumn(columns[i])
			for _, citation := range citation.FindAllStringSubmatch(cell, -1) {
				cited++
				statuses := recordedStatuses(t, recordings, "../testdata/recordings/golem-"+version+"/"+citation[1]+".jsonl")
				seq, _ := strconv.Atoi(citation[2])
				want, _ := strconv.Atoi(citation[3])
				if got, ok := statuses[seq]; !ok || got != want {
					t.Errorf("servers.md:%d: %s of %s: recorded status %d (found: %t)", number+1, citation[0], version, got, ok)
				}
			}
		}
	}
	if cited < 300 {
		t.Errorf("%d citations found, the page has more", cited)
	}
}

var citation = regexp.MustCompile(`([a-z]+(?:-[a-z]+)*) (\d+) → (-?\d+)`)

// versionColumn returns the version whose recordings a column cites. Columns without a
// version cite those of 1.5.9.
func versionColumn(title string) string {
	version, _, _ := strings.Cut(strings.TrimSpace(title), ",")
	if _, err := strconv.Atoi(version[:1]); err != nil {
		return "1.5.9"
	}
	return version
}

// recordedStatuses reads the statuses of a recording by sequence number, once.
func recordedStatuses(t *testing.T, read map[string]map[int]int, file string) map[int]int {
	t.Helper()
	if statuses, ok := read[file]; ok {
		return statuses
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	statuses := map[int]int{}
	for _, line := range bytes.Split(text, []byte("\n")) {
		if len(line) == 0 {
			continue
		}
		var exchange struct{ Seq, Status int }
		if err := json.Unmarshal(line, &exchange); err != nil {
			t.Fatal(err)
		}
		statuses[exchange.Seq] = exchange.Status
	}
	read[file] = statuses
	return statuses
}
